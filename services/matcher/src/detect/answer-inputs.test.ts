import { createConditionProcess } from '@trailhound/adapter-worker';
import type { ConditionAsk, ConditionWorker } from '@trailhound/ports';
import { type CompiledRules, compileRules, loadRuleSet } from '@trailhound/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerInputs } from './answer-inputs.js';
import { evaluateRecord, type RecordInput } from './evaluate-record.js';

const encoder = new TextEncoder();

function compiled(...documents: readonly object[]): CompiledRules {
  const files = documents.map((document, index) => ({
    path: `r${index}.json`,
    text: JSON.stringify({ id: `r${index}`, title: 't', language: 'jsonata', ...document }),
  }));
  const { rules, problems } = loadRuleSet(files);
  expect(problems).toEqual([]);
  return compileRules(rules);
}

function input(record: object, index = 0): RecordInput {
  const written = { eventTime: '2026-01-15T12:00:00Z', eventName: 'X', eventSource: 'x.amazonaws.com', ...record };
  return { bytes: encoder.encode(JSON.stringify(written)), at: { input: 'test', index }, uid: `u${index}` };
}

/** What the rules make of the records: ids that match, ids in error after `!`, ids muted in brackets. */
async function seen(rules: CompiledRules, records: readonly object[], worker: ConditionWorker | undefined) {
  const answered = await answerInputs(records.map(input), rules, worker);
  return answered.map((one) => {
    const evaluation = evaluateRecord(one, rules);
    if (evaluation.kind === 'bad') return evaluation.reason;
    const matches = evaluation.matches.map(({ rule, suppressedBy }) =>
      suppressedBy.length > 0 ? `(${rule.id})` : rule.id,
    );
    return [...matches, ...evaluation.failed.map(({ id }) => `!${id}`)].join(' ');
  });
}

let worker: ConditionWorker;
const asked: (readonly ConditionAsk[])[] = [];
beforeAll(() => {
  const inner = createConditionProcess();
  worker = {
    answer(asks) {
      asked.push(asks);
      return inner.answer(asks);
    },
    texts: (asks) => inner.texts(asks),
    stop: () => inner.stop(),
  };
});
afterAll(() => worker.stop());

describe('conditions that are evaluated apart', () => {
  it('are asked in one message a batch, of the records whose guard holds only', async () => {
    asked.length = 0;
    const rules = compiled(
      { condition: 'eventName = "X" and $count(items) > 1' },
      { condition: 'eventName = "Y" and $uppercase(who) = "ANN"' },
      { condition: 'eventName = "X" and who = "ann"' },
    );
    const records = [{ items: [1, 2] }, { items: [1], who: 'ann' }, { eventName: 'Y', who: 'ann' }, { eventName: 'Z' }];
    expect(await seen(rules, records, worker)).toEqual(['r0', 'r2', 'r1', '']);
    expect(asked.map((asks) => asks.map(({ questions }) => questions.length))).toEqual([[1, 1, 1]]);
  });

  it('are not asked at all where conditions say everything', async () => {
    asked.length = 0;
    const rules = compiled({
      condition: 'eventName in ["X", "Y"] and $not($exists(errorCode)) and $contains(who, "an")',
    });
    expect(await seen(rules, [{ who: 'ann' }, { who: 'bob' }, { who: 'ann', errorCode: 'E' }, {}], worker)).toEqual([
      'r0',
      '',
      '',
      '',
    ]);
    expect(asked.flat()).toEqual([]);
  });

  it('decide suppressions too, after what they mute has matched', async () => {
    const suppressions = [{ when: '$count(items) = 3', reason: 'r', owner: 'o', until: '2026-02-01' }];
    const rules = compiled({ condition: '$count(items) > 1', suppressions });
    expect(await seen(rules, [{ items: [1, 2] }, { items: [1, 2, 3] }], worker)).toEqual(['r0', '(r0)']);
  });

  it('leave their rules in error where they cannot be evaluated, and other rules alone', async () => {
    const rules = compiled({ condition: 'size > 3' }, { condition: 'eventName = "X"' });
    expect(await seen(rules, [{ size: 'big' }, { size: 4 }], worker)).toEqual(['r1 !r0', 'r0 r1']);
  });

  it('leave their rules in error where nobody answers', async () => {
    const rules = compiled({ condition: '$count(items) > 1' });
    expect(await seen(rules, [{ items: [1, 2] }], undefined)).toEqual(['!r0']);
  });

  it('know the time of the event, given or read', async () => {
    const rules = compiled({ condition: '$now() = eventTime or $millis() = 5' });
    expect(await seen(rules, [{ eventTime: '2026-01-15T12:00:00.000Z' }, {}], worker)).toEqual(['r0', '']);
  });

  it('give the same whatever else is asked and in whatever order', async () => {
    const rules = compiled({ condition: '$sum(items) > 5' }, { condition: '($f := function($x) { $f($x) }; $f(1))' });
    const records = [{ items: [1, 9] }, { items: [1] }, { items: 'text' }];
    const together = await seen(rules, records, worker);
    expect(together).toEqual(['r0 !r1', '!r1', '!r0 !r1']);
    expect((await seen(rules, records.toReversed(), worker)).toReversed()).toEqual(together);
  });
});
