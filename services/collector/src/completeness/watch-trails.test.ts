import { emptyActivity, seeRecords } from '@trailhound/cloudtrail';
import { Alert, topics } from '@trailhound/contracts';
import { createActivityStore } from '@trailhound/ports';
import { createMetrics } from '@trailhound/runtime';
import { describe, expect, it } from 'vitest';
import { MemoryCheckpoints, MemoryLog, silentLogger } from '../collect/memory-log.fixture.js';
import type { Finding, VerifyReport } from '../verify/verify-report.js';
import { createTrailWatch, type TrailToVerify } from './watch-trails.js';

const hourMs = 3_600_000;
const startMs = Date.parse('2026-03-02T00:00:00Z');

/** A watch over trails that were active each hour until so many hours ago, after five days. */
async function watching(
  lastHourAgo: Readonly<Record<string, number>>,
  { path = 'sqs', verify }: { path?: string; verify?: (trail: TrailToVerify) => Promise<VerifyReport> } = {},
) {
  const nowMs = startMs + 5 * 24 * hourMs + 1;
  const checkpoints = new MemoryCheckpoints();
  const store = createActivityStore(checkpoints);
  for (const [place, hoursAgo] of Object.entries(lastHourAgo)) {
    const [account = '', region = ''] = place.split(' ');
    const records = Array.from({ length: 5 * 24 - hoursAgo }, (_, hour) => ({ eventTimeMs: startMs + hour * hourMs }));
    const activity = { ...seeRecords(emptyActivity, records, nowMs), inputs: { [path]: 1 } };
    await store.join(account, new Map([[region, activity]]));
    await store.enter(new Set([account]), new Set(['s3://trail/p/']));
  }
  const log = new MemoryLog();
  const notes: Record<string, string | undefined> = {};
  const metrics = createMetrics({ version: '0' });
  const watch = createTrailWatch({
    ...{ log, checkpoints, logger: silentLogger, metrics, verify },
    clock: { now: () => nowMs, sleep: async () => undefined },
    note: (name, text) => {
      notes[name] = text;
    },
  });
  const alerts = () =>
    log.messages(topics.alerts).map(({ value }) => Alert.parse(JSON.parse(Buffer.from(value ?? []).toString())));
  return { watch, alerts, notes, metrics };
}

const finding = (object: string, weight: Finding['weight'] = 'break'): Finding => ({
  ...{ kind: 'file_missing', weight, account: '111122223333', region: 'eu-west-1', object, message: 'gone' },
});
const report = (...findings: Finding[]): VerifyReport => ({
  bucket: 'trail',
  fromMs: 0,
  toMs: 1,
  chains: [],
  findings,
});

describe('the watch over trails', () => {
  it('says of a trail that went quiet which one, once', async () => {
    const { watch, alerts, metrics } = await watching({ '111122223333 eu-west-1': 9, '111122223333 us-east-1': 0 });
    await watch.look();
    await watch.look();
    expect(alerts()).toMatchObject([
      {
        rule: 'trailhound-trail-quiet',
        account: '111122223333',
        region: 'eu-west-1',
        title: 'A trail went quiet · 111122223333 · eu-west-1',
        why: [expect.stringMatching(/nothing happened in 111122223333 eu-west-1 for 10 hours/)],
      },
    ]);
    expect((await metrics.expose()).text).toContain('trailhound_trails{state="quiet"} 1');
  });

  it('says that delivery stopped where everything is quiet, and not that each trail is', async () => {
    const { watch, alerts } = await watching({ '111122223333 eu-west-1': 9, '444455556666 us-east-1': 8 });
    await watch.look();
    expect(alerts().map(({ rule }) => rule)).toEqual(['trailhound-delivery-stopped']);
  });

  it.each(['files', 'stdin', 'simulate', 'http'])('expects nothing of what came from %s', async (path) => {
    const { watch, alerts } = await watching({ '111122223333 eu-west-1': 9 }, { path });
    await watch.look();
    expect(alerts()).toEqual([]);
  });

  it('says which object breaks a chain, of each trail it has seen', async () => {
    const asked: TrailToVerify[] = [];
    const verify = async (trail: TrailToVerify) => {
      asked.push(trail);
      return report(finding('s3://trail/a'), finding('s3://trail/b', 'notice'));
    };
    const { watch, alerts } = await watching({ '111122223333 eu-west-1': 0 }, { verify });
    await watch.look();
    await watch.look(); // not due again
    expect(asked).toMatchObject([{ bucket: 'trail', prefix: 'p/' }]);
    expect(alerts()).toMatchObject([
      { rule: 'trailhound-chain-broken', severity: 'high', why: ['file_missing s3://trail/a: gone'] },
    ]);
  });

  it('makes many breaks of a region few alerts', async () => {
    const many = Array.from({ length: 500 }, (_, n) => finding(`s3://trail/${n}`));
    const { watch, alerts } = await watching({ '111122223333 eu-west-1': 0 }, { verify: async () => report(...many) });
    await watch.look();
    expect(alerts()).toHaveLength(6);
    expect(alerts().at(-1)?.why).toEqual([expect.stringMatching(/^500 breaks in s3:\/\/trail: trailhound verify/)]);
  });

  it('notes that digests cannot be verified, and raises no alert for it', async () => {
    const verify = () => Promise.reject(new Error('no ListPublicKeys'));
    const { watch, alerts, notes } = await watching({ '111122223333 eu-west-1': 0 }, { verify });
    await watch.look();
    expect(alerts()).toEqual([]);
    expect(notes).toEqual({ 'digests of s3://trail/p/': 'cannot be verified: no ListPublicKeys' });
  });
});
