import { createConditionProcess } from '@trailhound/adapter-worker';
import { topics } from '@trailhound/contracts';
import type { ConditionWorker } from '@trailhound/ports';
import { compileRules, loadRuleSet } from '@trailhound/rules';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';

let conditions: ConditionWorker;
beforeEach(() => {
  conditions = createConditionProcess({ hardStopMs: 400 });
});
afterEach(() => conditions.stop());

function rulesOf(...conditionTexts: readonly string[]) {
  const files = conditionTexts.map((condition, index) => ({
    path: `r${index}.json`,
    text: JSON.stringify({ id: `r${index}`, title: 't', language: 'jsonata', condition }),
  }));
  return compileRules(loadRuleSet(files).rules);
}

function record(n: number, more: object = {}) {
  return {
    eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    eventTime: '2026-01-15T12:00:00Z',
    eventName: 'X',
    eventSource: 'x.amazonaws.com',
    recipientAccountId: '111122223333',
    ...more,
  };
}

describe('a matcher with rules that are evaluated apart', () => {
  it('alerts on what they match', async () => {
    const pipeline = memoryPipeline();
    const messages = [record(1, { items: [1, 2] }), record(2, { items: [1] })].map((one, index) =>
      recordMessage(one, index),
    );
    await pipeline.log.publish(topics.records, messages);
    await pipeline.drain(rulesOf('eventName = "X" and $count(items) > 1'), { conditions });
    const alerts = await pipeline.alerts();
    expect(alerts.map(({ rule, why }) => ({ rule, why }))).toEqual([
      { rule: 'r0', why: ['the jsonata expression holds: "eventName = \\"X\\" and $count(items) > 1"'] },
    ]);
  });

  it('goes on beside one that never ends, counts its errors, and switches it off after ten, with a note', async () => {
    const pipeline = memoryPipeline();
    const rules = rulesOf(
      '$length($pad("x", 300000000) & $pad("y", 300000000)) > n',
      'eventName = "X" and $sum(n) >= 0',
    );
    const messages = Array.from({ length: 14 }, (_, n) => recordMessage(record(n, { n }), n));
    await pipeline.log.publish(topics.records, messages);
    await pipeline.drain(rules, { conditions, maxBatch: 7 });
    const alerts = await pipeline.alerts();
    expect(new Set(alerts.map(({ rule }) => rule))).toEqual(new Set(['r1']));
    expect(alerts).toHaveLength(14);
    expect((await pipeline.metrics.expose()).text).toMatch(/trailhound_rule_errors_total\{rule="r0"\} 14/);
    const { notes } = await pipeline.health.ready();
    expect(JSON.stringify(notes)).toMatch(/rule r0.*switched off/);
    expect(pipeline.messages.filter((message) => message.includes('switched off'))).toHaveLength(1);
  });

  it('tries a batch again whose answers are not to be had, and loses nothing', async () => {
    const pipeline = memoryPipeline();
    await pipeline.log.publish(topics.records, [recordMessage(record(1, { items: [1, 2] }))]);
    let refusals = 2;
    const flaky: ConditionWorker = {
      ...conditions,
      async answer(asks) {
        if (refusals-- > 0) throw new Error('no process to be had');
        return conditions.answer(asks);
      },
    };
    await pipeline.drain(rulesOf('$count(items) > 1'), { conditions: flaky });
    expect(await pipeline.alerts()).toHaveLength(1);
  });
});
