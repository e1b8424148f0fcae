import { openMemoryStores } from '@trailhound/adapter-embedded';
import { expect, test } from 'vitest';
import { updatesPerSecond } from './measure-store.js';
import { observationBatches } from './observations.js';
import { stateReport } from './state-command.js';

const load = { groups: 30, perGroup: 4, round: 1 };

test('a load has every group as often, in batches and in the order of time', () => {
  const batches = [...observationBatches(load, 50)];
  expect(batches.map(({ length }) => length)).toEqual([50, 50, 20]);
  const all = batches.flat();
  const byGroup = Map.groupBy(all, ({ key }) => `${key.ruleId} ${key.group}`);
  expect([...byGroup.values()].map(({ length }) => length)).toEqual(Array.from({ length: 30 }, () => 4));
  expect(new Set(all.map(({ uid }) => uid)).size).toBe(120);
  const times = all.map(({ eventTimeMs }) => eventTimeMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('rounds share no group', () => {
  const keys = (round: number) => [...observationBatches({ ...load, round }, 500)].flat().map(({ key }) => key.ruleId);
  expect(new Set(keys(1)).intersection(new Set(keys(2))).size).toBe(0);
});

test('a store counts the whole load', async () => {
  const { state, close } = openMemoryStores({ clock: { now: () => 0, sleep: async () => undefined } });
  expect(await updatesPerSecond(state.windows, 'test', load)).toBeGreaterThan(0);
  expect(await state.windows.stamp('test', 0)).toBe(120n);
  await close();
});

test('a group that every match falls into goes over its threshold, and its alert is marked as published', async () => {
  const hot = { groups: 1, perGroup: 1000, round: 'hot', everyMs: 20 };
  const observations = [...observationBatches(hot, 1000)].flat();
  const { state, close } = openMemoryStores({ clock: { now: () => 0, sleep: async () => undefined } });
  const observe = (stream: string, observed: typeof observations) => {
    const span = { stream, partition: 0, from: 0n, to: BigInt(observed.length), first: true };
    return state.windows.observe({ ...span, observations: observed });
  };
  await updatesPerSecond(state.windows, 'counted', hot);
  // A repeat of the record that made an alert due is answered it again until it is marked.
  expect(await observe('repeated', observations.slice(-1))).toMatchObject({ kind: 'ok', firings: [[]] });
  await close();

  const other = openMemoryStores({ clock: { now: () => 0, sleep: async () => undefined } });
  const span = { stream: 'counted', partition: 0, from: 0n, to: 1000n, first: true };
  const counted = await other.state.windows.observe({ ...span, observations });
  expect(counted.kind === 'ok' && counted.firings.map(({ length }) => length).lastIndexOf(1)).toBe(999);
  await other.close();
});

test('the report says what a store makes of what its engine could do', () => {
  const measured = { updatesPerSecond: 25_000, hotPerSecond: 50_000, barePerSecond: 100_000, bytesPerGroup: 900 };
  const { sections } = stateReport([{ store: 'redis', ...measured }], { groups: 10, perGroup: 3, hot: 100, rounds: 1 });
  expect(sections[0]?.table.rows).toEqual([['redis', '25 k', '100 k', '0.25', '900', '300']]);
  expect(sections[1]?.table.rows).toEqual([['redis', '50 k', '2.00']]);
});
