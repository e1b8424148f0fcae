import { alertId } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { defaultWindowLimits } from './limits.js';
import { aKey, seen } from './testing/observations.js';
import { WindowBook } from './testing/window-book.js';
import type { CountObservation, WindowSpec } from './window.js';

const minutes = (n: number) => n * 60_000;
const threeInTen: WindowSpec = { count: 3, withinMs: minutes(10), dedupMs: minutes(10), distinct: false };
const oncePerHour: WindowSpec = { count: 1, withinMs: minutes(60), dedupMs: minutes(60), distinct: false };
const threeAddresses: WindowSpec = { ...threeInTen, distinct: true };

const at = (...seconds: number[]) => seconds.map((second) => seen(threeInTen, `uid-${second}`, second));
const muted = (second: number) => seen(threeInTen, `uid-${second}`, second, { suppressed: true });
const from = (value: string, second: number, suppressed = false) =>
  seen(threeAddresses, `uid-${second}`, second, { value, suppressed });

/** Which buckets alert, `muted` for the marked alert. */
function alertsOf(observations: readonly CountObservation[]): readonly string[] {
  const fired = new WindowBook().seeAll(observations).fired.values();
  return [...fired].map(({ bucket, suppressed }) => `${bucket}${suppressed ? ' muted' : ''}`).sort();
}

describe('three matches within ten minutes', () => {
  it.each<{ name: string; seen: readonly CountObservation[]; alerts: readonly string[] }>([
    { name: 'two matches are no alert', seen: at(0, 100), alerts: [] },
    { name: 'three are one', seen: at(0, 100, 200), alerts: ['0'] },
    { name: 'so are thirty', seen: at(...Array.from({ length: 30 }, (_, i) => i * 10)), alerts: ['0'] },
    { name: 'one record that came three times is no alert', seen: [...at(5), ...at(5), ...at(5)], alerts: [] },
    {
      name: 'a window leaves out its own start: 600 s apart is not within ten minutes',
      seen: at(0, 1, 600),
      alerts: [],
    },
    { name: '599 s apart is', seen: at(0, 1, 599), alerts: ['0'] },
    { name: 'a window over a bucket edge belongs to the bucket it ends in', seen: at(550, 590, 610), alerts: ['1'] },
    { name: 'a burst over the edge is two alerts', seen: at(560, 570, 580, 601), alerts: ['0', '1'] },
    { name: 'a late record closes the window it was missing from', seen: at(200, 100, 0), alerts: ['0'] },
    {
      name: 'a late record closes windows that end after it, in the next bucket too',
      seen: at(610, 620, 590),
      alerts: ['1'],
    },
    { name: 'years may lie between arrival and event', seen: at(-60 * 60 * 24 * 400, 0, 1, 2), alerts: ['0'] },
    { name: 'muted matches do not count', seen: [...at(0, 100), muted(200)], alerts: ['0 muted'] },
    {
      name: 'both alerts exist where the others suffice',
      seen: [...at(0, 100, 200), muted(250)],
      alerts: ['0', '0 muted'],
    },
    {
      name: 'a muted match outside every window that reaches three makes no marked alert',
      seen: [muted(-700), ...at(0, 100, 200)],
      alerts: ['0'],
    },
    {
      name: 'a muted match that comes last still finds the window it belongs to',
      seen: [...at(...Array.from({ length: 40 }, (_, i) => i * 10)), muted(395)],
      alerts: ['0', '0 muted'],
    },
  ])('$name', ({ seen: observations, alerts }) => {
    expect(alertsOf(observations)).toEqual(alerts);
    expect(alertsOf(observations.toReversed())).toEqual(alerts);
  });
});

describe('a plain rule with dedup', () => {
  const denied = (second: number, suppressed = false) => seen(oncePerHour, `uid-${second}`, second, { suppressed });

  it('alerts once a bucket', () =>
    expect(alertsOf([denied(0), denied(10), denied(3_599), denied(3_600)])).toEqual(['0', '1']));
  it('has a marked alert only in buckets with a muted record of their own', () =>
    expect(alertsOf([denied(3_599, true), denied(3_600)])).toEqual(['0 muted', '1']));
});

describe('three different addresses within ten minutes', () => {
  it.each<{ name: string; seen: readonly CountObservation[]; alerts: readonly string[] }>([
    { name: 'one address many times is no alert', seen: [from('a', 0), from('a', 1), from('a', 2)], alerts: [] },
    { name: 'three addresses are', seen: [from('a', 0), from('b', 1), from('c', 2)], alerts: ['0'] },
    {
      name: 'a record without address counts for nothing',
      seen: [from('a', 0), from('b', 1), seen(threeAddresses, 'u', 2)],
      alerts: [],
    },
    {
      name: 'a window never misses what lies within ten minutes',
      seen: [from('a', 1), from('b', 300), from('c', 600)],
      alerts: ['1'],
    },
    { name: 'nor sees further than a slot more', seen: [from('a', 0), from('b', 300), from('c', 660)], alerts: [] },
    {
      name: 'a muted address makes the marked alert',
      seen: [from('a', 0), from('b', 1), from('c', 2, true)],
      alerts: ['0 muted'],
    },
    {
      name: 'so are values no encoding can write',
      seen: ['\ud800', '\ud801', '\ud802'].map((v, i) => from(v, i)),
      alerts: ['0'],
    },
    {
      name: 'long values are told apart',
      seen: ['a', 'b', 'c'].map((v, i) => from('x'.repeat(99_999) + v, i)),
      alerts: ['0'],
    },
  ])('$name', ({ seen: observations, alerts }) => {
    expect(alertsOf(observations)).toEqual(alerts);
    expect(alertsOf(observations.toReversed())).toEqual(alerts);
  });
});

describe('an alert on its way', () => {
  it('has the id of its rule, group and bucket', () => {
    const [firing] = new WindowBook().seeAll(at(0, 1)).see(seen(threeInTen, 'uid-2', 2));
    expect(firing?.alertId).toBe(alertId({ ...aKey, instance: 0 }));
  });

  it('tells first and last time, count and records in event-time order', () => {
    const [firing] = new WindowBook().seeAll(at(200, 0)).see(seen(threeInTen, 'uid-100', 100));
    expect(firing).toMatchObject({ count: 3, bucket: 0, suppressed: false, overflow: false });
    expect(firing?.records.map(({ index }) => index)).toEqual([0, 100, 200]);
    expect((firing?.lastEventTimeMs ?? 0) - (firing?.firstEventTimeMs ?? 0)).toBe(200_000);
  });

  it('is answered to other records only after the lease', () => {
    const book = new WindowBook().seeAll(at(0, 1, 2));
    book.nowMs = defaultWindowLimits.leaseMs;
    expect(book.see(seen(threeInTen, 'uid-3', 3))).toEqual([]);
    book.nowMs += 1;
    expect(book.see(seen(threeInTen, 'uid-4', 4))).toHaveLength(1);
  });

  it('is answered no more once done, and marking it again changes nothing', () => {
    const book = new WindowBook().seeAll(at(0, 1));
    const [firing] = book.see(seen(threeInTen, 'uid-2', 2));
    if (firing) book.done(firing);
    if (firing) book.done(firing);
    book.nowMs = 1e9;
    expect(book.see(seen(threeInTen, 'uid-2', 2))).toEqual([]);
  });
});

describe('a flood of one group', () => {
  const flood = 25_000;

  it.each([
    { name: 'plain rule with dedup', spec: oncePerHour },
    { name: 'threshold', spec: threeInTen },
    { name: 'distinct count that is never reached', spec: threeAddresses },
  ])('is held in bounded memory: $name', ({ spec }) => {
    const book = new WindowBook();
    for (let i = 0; i < flood; i += 1)
      book.see(seen(spec, `uid-${i}`, i / 1_000, { value: 'one', mayBeSuppressed: false }));
    const state = book.stored(seen(spec, 'uid-0', 0));
    expect(state?.entries.length).toBeLessThan(defaultWindowLimits.rememberedRecords + 1_000);
    expect(state?.isPartial).toBe(true);
    const [fired] = book.fired.keys();
    if (spec.distinct) expect(fired).toBeUndefined();
    else expect(book.summary(fired ?? '')).toMatchObject({ countIsLowerBound: true, records: { length: 100 } });
  });

  it('keeps what later makes the marked alert', () => {
    const book = new WindowBook();
    for (let i = 0; i < flood; i += 1) book.see(seen(threeInTen, `uid-${i}`, i / 100));
    book.see(seen(threeInTen, 'uid-x', 100.5, { suppressed: true }));
    expect([...book.fired.values()].map(({ suppressed }) => suppressed).sort()).toEqual([false, true]);
  });
});
