import { topics } from '@trailhound/contracts';
import { type CountObservation, windowGroup } from '@trailhound/detection';
import { LogReader, messages, realClock, sampleAlert } from '@trailhound/ports/contracts';
import { describe, expect, it } from 'vitest';
import { openMemoryStores } from './embedded-stores.js';
import { manualClock } from './manual-clock.js';

const day = 24 * 3_600_000;
const start = 1_700_000_000_000;

/** Stores whose time is told by the test, while waiting happens in real time. */
function storesAt() {
  const manual = manualClock(start);
  const stores = openMemoryStores({ clock: { now: manual.now, sleep: realClock.sleep } });
  return { stores, log: stores.log, later: (days: number) => manual.advance(days * day) };
}

async function sizes(stores: ReturnType<typeof storesAt>['stores']): Promise<Record<string, bigint>> {
  const size = async (topic: (typeof topics)[keyof typeof topics]) => {
    const { first = 0n, next = 0n } = (await stores.log.bounds(topic)).get(0) ?? {};
    return next - first;
  };
  return {
    records: await size(topics.records),
    alerts: await size(topics.alerts),
    rules: await size(topics.rulesState),
  };
}

describe('messages of the log', () => {
  it('go when their topic has kept them long enough, rules in force never', async () => {
    const { stores, log, later } = storesAt();
    for (const topic of [topics.records, topics.alerts, topics.rulesState]) await log.publish(topic, messages(10));
    later(6);
    await stores.cleanUp();
    expect(await sizes(stores)).toEqual({ records: 10n, alerts: 10n, rules: 10n });
    later(2);
    await log.publish(topics.records, messages(3));
    await stores.cleanUp();
    expect(await sizes(stores)).toEqual({ records: 3n, alerts: 10n, rules: 10n });
    later(40);
    await stores.cleanUp();
    expect(await sizes(stores)).toEqual({ records: 0n, alerts: 0n, rules: 10n });
    await stores.close();
  });

  it('keep their offsets: what comes after a clean-up is not taken for something read before', async () => {
    const { stores, log, later } = storesAt();
    await log.publish(topics.records, messages(10));
    const reader = new LogReader(log, topics.records);
    await reader.hasRead(10);
    await reader.stop();
    later(8);
    await stores.cleanUp();
    await log.publish(topics.records, messages(1, 'new'));
    const next = new LogReader(log, topics.records);
    await next.hasRead(1);
    await next.stop();
    expect(next.batches[0]?.records[0]).toMatchObject({ key: 'new0', offset: 10n });
    await stores.close();
  });

  it('stay while a group that still reads has not committed them, however old', async () => {
    const { stores, log, later } = storesAt();
    await log.publish(topics.records, messages(10));
    later(8);
    await log.consumer({ topic: topics.records, group: 'slow' }).commit(topics.records, 0, 4n);
    await stores.cleanUp();
    expect(await sizes(stores)).toMatchObject({ records: 6n });
    later(8);
    await stores.cleanUp();
    expect(await sizes(stores)).toMatchObject({ records: 0n });
    await stores.close();
  });
});

describe('counts and alerts', () => {
  const key = { ruleId: 'r', stateHash: 'a'.repeat(64), group: ['alice'] };
  const spec = { count: 2, withinMs: 600_000, dedupMs: 600_000, distinct: false };
  const seen = (uid: string, seconds: number): CountObservation => ({
    kind: 'count',
    key,
    spec,
    uid,
    eventTimeMs: windowGroup(key, spec).grid.offsetMs + seconds * 1_000,
    suppressed: false,
    mayBeSuppressed: false,
    record: { uid, eventID: null, eventTime: '2026-01-01T00:00:00Z', input: 'trail.json', index: 0 },
  });
  const batch = (from: number, observations: readonly CountObservation[]) => ({
    stream: 'matcher',
    partition: 0,
    from: BigInt(from),
    to: BigInt(from + observations.length),
    first: from === 0,
    observations,
  });

  it('counts go a day after window and bucket, what was known of their alert stays until the alert goes', async () => {
    const { stores, later } = storesAt();
    const { windows } = stores.state;
    const result = await windows.observe(batch(0, [seen('u1', 1), seen('u2', 2), seen('u3', 3)]));
    const [alert] = result.kind === 'ok' ? result.firings.flat() : [];
    await windows.markDone(alert ? [alert] : []);
    const known = await windows.summary(alert?.alertId ?? '');
    expect(known).toMatchObject({ count: 3 });
    later(1);
    expect(await stores.cleanUp()).toBe(0);
    later(0.5);
    expect(await stores.cleanUp()).toBeGreaterThan(0);
    expect(await windows.summary(alert?.alertId ?? '')).toEqual(known);
    expect(await windows.observe(batch(3, [seen('u4', 4), seen('u5', 5)]))).toMatchObject({ firings: [[], []] });
    later(40);
    await stores.cleanUp();
    expect(await windows.summary(alert?.alertId ?? '')).toBeUndefined();
    await stores.close();
  });

  it('a pending alert outlives its counts', async () => {
    const { stores, later } = storesAt();
    const { windows } = stores.state;
    const records = [seen('u1', 1), seen('u2', 2)];
    await windows.observe(batch(0, records));
    later(60);
    await stores.cleanUp();
    const again = await windows.observe({ ...batch(0, records), first: false });
    expect(again.kind === 'ok' && again.firings.flat()).toMatchObject([{ bucket: 0 }, { bucket: 0 }]);
    await stores.close();
  });

  it('groups that are over make room for new ones', async () => {
    const manual = manualClock(start);
    const stores = openMemoryStores({
      clock: { now: manual.now, sleep: realClock.sleep },
      limits: { groupsPerRule: 1 },
    });
    const { windows } = stores.state;
    const other = { ...seen('u1', 1), key: { ...key, group: ['bob'] } };
    await windows.observe(batch(0, [seen('u1', 1)]));
    expect(await windows.observe(batch(1, [other]))).toMatchObject({ firings: [[{ overflow: true }]] });
    manual.advance(2 * day);
    await stores.cleanUp();
    expect(await windows.observe(batch(2, [other]))).toMatchObject({ firings: [[]] });
    await stores.close();
  });

  it('the index keeps alerts by when they came, not by how old their events are', async () => {
    const { stores, later } = storesAt();
    await stores.alerts.put([sampleAlert('old event', { firstEventTime: '2001-01-01T00:00:00Z' })]);
    later(34);
    await stores.cleanUp();
    expect((await stores.alerts.list({ suppressed: false }, 10)).alerts).toHaveLength(1);
    later(2);
    await stores.cleanUp();
    expect((await stores.alerts.list({ suppressed: false }, 10)).alerts).toHaveLength(0);
    await stores.close();
  });

  it('deliveries at an end go, open ones never', async () => {
    const { stores, later } = storesAt();
    const { deliveries } = stores.state;
    const delivery = { alertId: 'a', destination: 'soc', payload: '{}', dueMs: start };
    await deliveries.enqueue([
      { ...delivery, id: 'done' },
      { ...delivery, id: 'waiting', destination: 'pager' },
    ]);
    await deliveries.claim({ destination: 'soc', limit: 1, nowMs: start, leaseMs: 1, token: 't' });
    await deliveries.finish('done', 't', 'delivered');
    later(36);
    await stores.cleanUp();
    expect(await deliveries.status('done')).toBeUndefined();
    expect(await deliveries.status('waiting')).toMatchObject({ state: 'pending' });
    await stores.close();
  });
});
