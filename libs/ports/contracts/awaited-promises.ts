import {
  type AwaitedObservation,
  type CorrelationSpec,
  correlationGroup,
  type WindowLimits,
} from '@trailhound/detection';
import type { WindowStore } from '@trailhound/ports';
import { expect } from 'vitest';
import { firings, observe } from './observe-batch.js';

const key = { ruleId: 'trail-stopped', stateHash: 'a'.repeat(64), group: ['alice'] };
const minuteMs = 60_000;
const latenessMs = 20 * minuteMs;
const startsWithinTen: CorrelationSpec = { withinMs: 10 * minuteMs, test: { kind: 'absence', closes: 1 } };
const newValue: CorrelationSpec = { withinMs: 60 * minuteMs, test: { kind: 'first-seen', learnMs: 0 } };
const { offsetMs } = correlationGroup(key, startsWithinTen).grid;

/** A match so many minutes after the begin of a bucket; it arrives at once unless `arrives` says otherwise. */
function awaited(
  input: number,
  minutes: number,
  more: { readonly arrives?: number; readonly value?: string; readonly spec?: CorrelationSpec } = {},
): AwaitedObservation {
  const uid = `${input}-${minutes}`;
  const at = (minute: number) => offsetMs + minute * minuteMs;
  const refs = [{ uid, eventID: null, eventTime: '2026-01-01T00:00:00Z', input: 'trail.json', index: 0 }];
  return {
    kind: 'await',
    key,
    spec: more.spec ?? startsWithinTen,
    latenessMs,
    entry: {
      ...{ atMs: at(minutes), uid, input, suppressed: false, refs, arrivedMs: at(more.arrives ?? minutes) },
      ...(more.value !== undefined && { value: more.value }),
      record: { json: JSON.stringify({ eventID: uid }), origin: 'files;input.json;0' },
    },
  };
}

/** What a window store promises of windows that are judged when they are over. */
export function awaitedPromises(
  promise: (sentence: string, judge: (store: WindowStore) => Promise<void>, limits?: Partial<WindowLimits>) => void,
): void {
  const judgedAt = (store: WindowStore, minutes: number) =>
    store.judge({ readUntilMs: offsetMs + minutes * minuteMs, limit: 100 });

  promise('a window is judged when the log was read beyond its end and the lateness, not before', async (store) => {
    expect(firings(await observe(store, [awaited(0, 1)]))).toEqual([]);
    expect(await judgedAt(store, 30)).toEqual([]);
    const due = await judgedAt(store, 31);
    expect(due).toMatchObject([
      {
        firing: { key, count: 1, bucket: 1, suppressed: false },
        record: { json: '{"eventID":"0-1"}', origin: 'files;input.json;0' },
      },
    ]);
    expect(await judgedAt(store, 31)).toEqual(due);
    await store.markDone(due.map(({ firing }) => firing));
    expect(await judgedAt(store, 40)).toEqual([]);
    expect(await store.summary(due[0]?.firing.alertId ?? '')).toMatchObject({ count: 1, records: [{ uid: '0-1' }] });
  });

  promise('what follows in time keeps the alert away, also when it arrives late or first', async (store) => {
    await observe(store, [
      awaited(1, 8, { arrives: 0 }),
      awaited(0, 1),
      awaited(0, 30),
      awaited(1, 39, { arrives: 55 }),
    ]);
    for (const minutes of [31, 60, 90, 300]) expect(await judgedAt(store, minutes)).toEqual([]);
  });

  promise('records of long ago wait for those that arrive with them', async (store) => {
    const long = 100_000;
    await observe(store, [
      awaited(0, 1, { arrives: long }),
      awaited(1, 5, { arrives: long + 10 }),
      awaited(0, 50, { arrives: long }),
    ]);
    expect(await judgedAt(store, long + 19)).toEqual([]);
    expect(await judgedAt(store, long + 20)).toMatchObject([{ firing: { records: [{ uid: '0-50' }] } }]);
  });

  promise('a value is new once in its group, and two new values are two alerts', async (store) => {
    const seen = (minutes: number, value: string) =>
      awaited(0, minutes, { spec: newValue, value: JSON.stringify([value]) });
    await observe(store, [seen(0, 'a'), seen(1, 'b'), seen(1.5, 'c'), seen(2, 'b'), seen(3, 'a')]);
    const due = await judgedAt(store, 30);
    expect(due.map(({ firing }) => firing.key.group)).toEqual([
      ['alice', 'b'],
      ['alice', 'c'],
    ]);
    await store.markDone(due.map(({ firing }) => firing));
    expect(await judgedAt(store, 30)).toEqual([]);
    await observe(store, [seen(50, 'b'), seen(130, 'a'), seen(140, 'b')], { from: 5 });
    const later = await judgedAt(store, 200);
    expect(later.map(({ firing }) => [firing.key.group[1], firing.records[0]?.uid])).toEqual([
      ['a', '0-130'],
      ['b', '0-140'],
    ]);
  });
}
