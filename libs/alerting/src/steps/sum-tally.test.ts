import type { TallyEntry } from '@trailhound/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumTally, type TallySources } from './sum-tally.js';

const fromMs = Date.UTC(2026, 2, 1, 10);
const untilMs = fromMs + 600_000;
const summarise = { eventNames: ['RunInstances', 'TerminateInstances'], groupBy: ['autoScalingGroup'] };

function run(uid: string, launched: readonly string[], afterMs = 1_000): TallyEntry {
  return { uid, atMs: fromMs + afterMs, eventName: 'RunInstances', launched: [...launched] };
}
function terminate(uid: string, terminated: readonly string[], afterMs = 2_000): TallyEntry {
  return { uid, atMs: fromMs + afterMs, eventName: 'TerminateInstances', terminated: [...terminated] };
}
function sum(more: Partial<TallySources>) {
  const group = { autoScalingGroup: 'web' };
  const nothing = { entries: [], ungrouped: [], except: new Set<string>() };
  return sumTally({ summarise, group, ...nothing, fromMs, untilMs, ...more });
}

describe('what a later message counts', () => {
  it('is nothing where nothing came, and says so', () => {
    expect(sum({})).toEqual({
      ...{ from: '2026-03-01T10:00:00.000Z', until: '2026-03-01T10:10:00.000Z', group: { autoScalingGroup: 'web' } },
      records: [
        { eventName: 'RunInstances', count: 0 },
        { eventName: 'TerminateInstances', count: 0 },
      ],
      ...{ launched: 0, terminated: 0, isAtLeast: false },
    });
  });

  it('is launched minus terminated: an instance counts once, and those of other groups do not', () => {
    const entries = [run('a', ['i-1', 'i-2']), run('b', ['i-2', 'i-3'])];
    const ungrouped = [terminate('c', ['i-1', 'i-99']), terminate('d', ['i-1']), terminate('e', ['i-77'])];
    expect(sum({ entries, ungrouped })).toMatchObject({
      ...{ launched: 3, terminated: 1, ungrouped: 1 },
      records: [{ count: 2 }, { count: 2 }],
    });
  });

  it('knows instances that the group launched before', () => {
    const entries = [run('before', ['i-1'], -60_000)];
    expect(sum({ entries, ungrouped: [terminate('c', ['i-1'])] })).toMatchObject({ launched: 0, terminated: 1 });
  });

  it.each([
    ['the moment of the alert is part of it', 0, 1],
    ['the moment it is told is not', 600_000, 0],
    ['what happened before is not', -1, 0],
  ])('%s', (_what, afterMs, launched) => {
    expect(sum({ entries: [run('a', ['i-1'], afterMs)] }).launched).toBe(launched);
  });

  it("leaves out the alert's own records", () => {
    expect(sum({ entries: [run('own', ['i-1'])], except: new Set(['own']) }).records[0]?.count).toBe(0);
  });

  it('says nothing of instances where no event is about them', () => {
    const counted = sum({ summarise: { eventNames: ['CreateTags'], groupBy: [] } });
    expect(Object.keys(counted)).not.toContain('launched');
  });

  it('does not depend on the order the records came in', () => {
    const entries = [run('a', ['i-1', 'i-2']), run('b', ['i-3']), run('c', ['i-4'], 700_000), run('d', ['i-5'], -5)];
    const ungrouped = [terminate('e', ['i-1']), terminate('f', ['i-5', 'i-4']), terminate('g', ['i-6'])];
    const shuffled = fc.tuple(
      fc.shuffledSubarray(entries, { minLength: 4 }),
      fc.shuffledSubarray(ungrouped, { minLength: 3 }),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(sum({ entries: one, ungrouped: other })).toEqual(sum({ entries, ungrouped }));
      }),
      { numRuns: 50 },
    );
  });
});
