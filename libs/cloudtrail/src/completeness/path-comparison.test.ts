import type { PathCounts } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import type { ArrivalPath } from './arrival-path.js';
import { createPathComparison, noPathCounts } from './path-comparison.js';

const graceMs = 1_000;
const trail = '111122223333 eu-west-1';
const start = (capacity?: number) => createPathComparison({ nowMs: 0, graceMs, ...(capacity && { capacity }) });
const sum = (all: Iterable<PathCounts>): PathCounts =>
  [...all].reduce(
    (total, one) => ({
      both: total.both + one.both,
      onlyObjects: total.onlyObjects + one.onlyObjects,
      onlyEvents: total.onlyEvents + one.onlyEvents,
    }),
    noPathCounts,
  );

describe('records that come fast', () => {
  const uids = Array.from({ length: 4_000 }, (_, n) => `uid-${n}`);
  const looksOf = (paths: ReturnType<typeof start>) => uids.filter((uid) => paths.looksAt(uid)).length;

  it('are looked at less and less, whatever path they come on, and more again when they come slowly', () => {
    const paths = createPathComparison({ nowMs: 0, graceMs, looks: 100 });
    for (let turn = 0; turn < 10; turn += 1) {
      looksOf(paths);
      paths.due(turn);
    }
    expect(looksOf(paths)).toBeLessThan(200);
    for (let turn = 10; turn < 30; turn += 1) paths.due(turn);
    expect(looksOf(paths)).toBeGreaterThan(300);
  });

  it('are counted for as many as they stand for', () => {
    const paths = createPathComparison({ nowMs: 0, graceMs, looks: 1_000 });
    for (const uid of uids) paths.looksAt(uid);
    paths.due(0);
    for (const uid of uids) if (paths.looksAt(uid)) paths.see(uid, 'objects', () => trail, 2_000);
    const { onlyObjects } = sum(paths.due(9_000).values());
    expect(onlyObjects).toBeGreaterThan(3_200);
    expect(onlyObjects).toBeLessThan(4_800);
  });
});

describe('a record that came', () => {
  const cases: readonly (readonly [string, readonly (readonly [ArrivalPath, number])[], Partial<PathCounts>])[] = [
    [
      'as an event and then in an object',
      [
        ['events', 0],
        ['objects', 900],
      ],
      { both: 1 },
    ],
    [
      'in two objects, of two trails',
      [
        ['objects', 0],
        ['objects', 100],
      ],
      { onlyObjects: 1 },
    ],
    ['as an event, and in no object', [['events', 0]], { onlyEvents: 1 }],
    [
      'in an object after its time was over',
      [
        ['events', 0],
        ['objects', 1_100],
      ],
      { onlyEvents: 1, onlyObjects: 1 },
    ],
  ];
  it.each(cases)('%s', (_name, copies, expected) => {
    const paths = start();
    const counts: PathCounts[] = [];
    for (const [path, afterMs] of copies) {
      counts.push(...paths.due(5_000 + afterMs).values());
      paths.see('uid', path, () => trail, 5_000 + afterMs);
    }
    expect(paths.due(5_000 + (copies.at(-1)?.[1] ?? 0)).size).toBe(0);
    counts.push(...paths.due(9_000).values());
    expect(sum(counts)).toEqual({ ...noPathCounts, ...expected });
    expect(paths.due(20_000).size).toBe(0);
  });

  it('is counted to its account and region', () => {
    const paths = start();
    paths.see('a', 'events', () => trail, 2_000);
    paths.see('b', 'objects', () => '444455556666 us-east-1', 2_000);
    expect([...paths.due(3_000).keys()]).toEqual([trail, '444455556666 us-east-1']);
  });

  it('before its other copy could have been seen is not counted', () => {
    const paths = start();
    paths.see('a', 'objects', () => trail, graceMs - 1);
    paths.see('b', 'objects', () => trail, graceMs);
    expect(sum(paths.due(5_000).values())).toEqual({ ...noPathCounts, onlyObjects: 1 });
  });
});

describe('of more records than can be waited for', () => {
  /** Every tenth record comes as an event alone. */
  function pour(paths: ReturnType<typeof start>, count: number, fromMs: number): void {
    for (let at = 0; at < count; at += 1) {
      const [uid, nowMs] = [`record ${fromMs} ${at}`, fromMs + (at * graceMs) / count];
      paths.see(uid, 'events', () => trail, nowMs);
      if (at % 10 !== 0) paths.see(uid, 'objects', () => trail, nowMs);
    }
  }

  it('never more wait than were allowed, and the counts stand for all of them', () => {
    const paths = start(1_000);
    const counts: PathCounts[] = [];
    for (let round = 0; round < 20; round += 1) {
      pour(paths, 20_000, 2_000 + round * graceMs);
      expect(paths.waiting).toBeLessThanOrEqual(1_000);
      counts.push(...paths.due(2_000 + (round + 1) * graceMs).values());
    }
    counts.push(...paths.due(60_000).values());
    const { both, onlyEvents, onlyObjects } = sum(counts);
    expect(onlyObjects).toBe(0);
    expect(both + onlyEvents).toBeGreaterThan(0.85 * 400_000);
    expect(both + onlyEvents).toBeLessThan(1.15 * 400_000);
    expect(onlyEvents / (both + onlyEvents)).toBeGreaterThan(0.085);
    expect(onlyEvents / (both + onlyEvents)).toBeLessThan(0.115);
  });

  it('each is counted again once they are few', () => {
    const paths = start(1_000);
    pour(paths, 20_000, 2_000);
    for (let ms = 4_000; ms < 40_000; ms += 500) paths.due(ms);
    pour(paths, 100, 50_000);
    expect(sum(paths.due(60_000).values())).toEqual({ both: 90, onlyObjects: 0, onlyEvents: 10 });
  });

  it('none is taken for one of a single path whose other copy came while it was not looked at', () => {
    const paths = start(64);
    for (let at = 0; at < 4_000; at += 1) paths.see(`flood ${at}`, 'events', () => trail, 2_000);
    for (let at = 0; at < 10; at += 1) paths.see(`record ${at}`, 'events', () => trail, 2_990);
    for (let step = 0; step < 12; step += 1) paths.due(3_000); // the flood is over, more and more are looked at
    for (let at = 0; at < 10; at += 1) paths.see(`record ${at}`, 'objects', () => trail, 3_500);
    expect(paths.waiting).toBeGreaterThan(5);
    expect(sum(paths.due(9_000).values()).onlyObjects).toBe(0);
  });
});
