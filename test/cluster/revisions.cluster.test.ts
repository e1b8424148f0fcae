import { openMemoryStores } from '@trailhound/adapter-embedded';
import { type KafkaRecordLog, openKafkaLog } from '@trailhound/adapter-kafka';
import { RedisStateStore } from '@trailhound/adapter-redis';
import { systemClock } from '@trailhound/runtime';
import { startKafka, startRedis } from '@trailhound/testkit/launchers';
import { testLogger, testService } from '@trailhound/testkit/vitest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { falls, type LoadOptions, type LoadResult, pushUnderLoad } from './revisions-under-load.js';

const kafka = testService(() => startKafka());
const redis = testService(() => startRedis());
const revisions = 12;
let installations = 0;

const settings = { clock: systemClock, logger: testLogger(), revisions, pushEveryMs: 400 };

/** One log and one store for all. */
function inMemory(): LoadOptions['open'] {
  const stores = openMemoryStores({ clock: systemClock });
  onTestFinished(() => stores.close());
  return async () => stores;
}

function onKafkaAndRedis(): LoadOptions['open'] {
  const opened: { close(): Promise<void> }[] = [];
  onTestFinished(async () => {
    await Promise.all(opened.map((one) => one.close()));
  });
  const prefix = `revisions-${++installations}.`;
  let isFirst = true;
  return async () => {
    const log: KafkaRecordLog = await openKafkaLog({
      ...{ brokers: [kafka.get().address], clientId: 'revisions', logger: testLogger(), topicPrefix: prefix },
      sessionTimeoutMs: 10_000,
    });
    const state = new RedisStateStore({ url: redis.get().url, keyPrefix: prefix, logger: testLogger() });
    opened.push(log, state);
    await state.connection.ready();
    if (isFirst) await log.ensureTopics({ create: true, partitions: 6 });
    isFirst = false;
    return { log, state };
  };
}

/** What must hold of every run. */
function expectOneRevisionEverywhere({ published, alerts, observed }: LoadResult): void {
  expect(falls(observed)).toEqual([]);
  // An alert names the revision whose rule raised it: no batch ran under a mixture.
  expect(alerts.filter(({ rule, revision }) => rule !== `rev-${revision}`)).toEqual([]);
  // A record is judged by one revision, whichever matcher reads it.
  const judged = new Map<string, Set<string>>();
  for (const { records, revision } of alerts)
    for (const { uid } of records) judged.set(uid, (judged.get(uid) ?? new Set()).add(revision));
  const twice = published.filter((uid) => judged.get(uid)?.size !== 1);
  expect(twice).toEqual([]);
}

describe('revisions pushed under load', () => {
  it('take effect in all matchers at one moment, also in one that reads them late', async () => {
    const result = await pushUnderLoad({ ...settings, open: onKafkaAndRedis(), matchers: 3, laggardMs: 300 });
    expectOneRevisionEverywhere(result);
    const { observed, published } = result;
    expect(published.length).toBeGreaterThan(500);
    const used = new Set(observed.flatMap(({ kind, revision }) => (kind === 'ok' ? [revision] : [])));
    expect(used.size).toBeGreaterThan(revisions / 2);
    // It was put to the test: the late one was refused, and worked on under the newer revision.
    const late = observed.filter(({ matcher }) => matcher === 2);
    expect(late.filter(({ kind }) => kind === 'outdated').length).toBeGreaterThan(2);
    expect(late.some(({ kind, revision }) => kind === 'ok' && revision > 2)).toBe(true);
  }, 180_000);

  it('would be found to run side by side if the store did not guard them', async () => {
    const open = onKafkaAndRedis();
    const result = await pushUnderLoad({ ...settings, open, matchers: 3, laggardMs: 300, isUnguarded: true });
    expect(falls(result.observed).length).toBeGreaterThan(0);
  }, 180_000);

  it('hold embedded, too', async () => {
    expectOneRevisionEverywhere(await pushUnderLoad({ ...settings, open: inMemory(), matchers: 1, laggardMs: 0 }));
  }, 60_000);
});
