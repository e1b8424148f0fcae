import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Assignment } from './assignment.js';

/** What nothing refers to any more is gone when it resolves. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let round = 0; round < 3; round += 1) {
    await sleep(10);
    collect();
  }
}

const primed = () => Promise.resolve();

describe('the work under an assignment', () => {
  it('is over when the assignment is revoked, though nobody looked before the assignment was forgotten', async () => {
    const stopped = new AbortController();
    let current = new Assignment([0], primed, stopped.signal);
    const { over } = current;
    current.revoke();
    current = new Assignment([1], primed, stopped.signal);
    await collectGarbage();
    expect(over.aborted).toBe(true);
    expect(current.over.aborted).toBe(false);
  });

  it('is over when the consumer is told to stop, which revokes nothing', () => {
    const stopped = new AbortController();
    const assignment = new Assignment([0], primed, stopped.signal);
    stopped.abort();
    expect([assignment.over.aborted, assignment.revoked.aborted]).toEqual([true, false]);
  });

  it('is over from the beginning where the consumer was told to stop before', () => {
    expect(new Assignment([0], primed, AbortSignal.abort()).over.aborted).toBe(true);
  });
});
