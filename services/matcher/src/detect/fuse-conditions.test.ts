import type { ConditionAnswer, ConditionAsk, ConditionWorker } from '@trailhound/ports';
import type { Question } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';
import { fuseConditions } from './fuse-conditions.js';

function question(key: string): Question {
  return { key, engine: 'jsonata', expression: key, root: 'record', values: {} };
}

function ask(...keys: readonly string[]): ConditionAsk {
  return { record: new Uint8Array(), eventTimeMs: undefined, questions: keys.map(question) };
}

/** Stops what is called `hang`, fails what is called `fail`, and answers the rest. */
function workerOf(asked: string[]): ConditionWorker {
  const answerOf = ({ key }: Question): ConditionAnswer => {
    asked.push(key);
    if (key === 'hang') return { kind: 'stopped', code: 'hard-stop' };
    return key === 'fail' ? { kind: 'failed', code: 'T2009' } : { kind: 'answered', outcome: 'match' };
  };
  return {
    answer: async (asks) => asks.map(({ questions }) => questions.map(answerOf)),
    texts: async () => [],
    stop: async () => undefined,
  };
}

describe('an expression that keeps having to be stopped', () => {
  it('is asked no more, and said to be once', async () => {
    const asked: string[] = [];
    const off: string[] = [];
    const fused = fuseConditions(workerOf(asked), {
      maxStops: 3,
      onSwitchedOff: ({ key }, code) => off.push(`${key} ${code}`),
    });
    for (let round = 0; round < 5; round += 1) {
      const [[first, second] = [], [third] = []] = await fused.answer([ask('fine', 'hang'), ask('fail')]);
      expect([first?.kind, second?.kind, third?.kind]).toEqual(['answered', 'stopped', 'failed']);
    }
    expect(asked.filter((key) => key === 'hang')).toHaveLength(3);
    expect(asked.filter((key) => key === 'fail')).toHaveLength(5);
    expect(off).toEqual(['hang hard-stop']);
  });

  it('does not shift the answers of others', async () => {
    const fused = fuseConditions(workerOf([]), { maxStops: 1, onSwitchedOff: () => undefined });
    await fused.answer([ask('hang')]);
    const answers = await fused.answer([ask('hang'), ask('fail', 'hang', 'fine'), ask('hang'), ask('fine')]);
    expect(answers.map((list) => list.map(({ kind }) => kind))).toEqual([
      ['stopped'],
      ['failed', 'stopped', 'answered'],
      ['stopped'],
      ['answered'],
    ]);
  });
});
