import { startAwsApi, startKafka, startRedis, waitUntil } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { cloudTrailObjects, fillBucket } from './bucket.js';
import { expectDelivered, scannedIds } from './expectations.js';
import { installation } from './installation.js';

const kafka = testService(() => startKafka());
const redis = testService(() => startRedis());
const aws = testService(() => startAwsApi());
const shared = () => ({ kafka: kafka.get(), redis: redis.get(), aws: aws.get() });

describe('a cluster over the objects of a bucket', () => {
  it('delivers exactly the alerts of scan, once each, and lets each be followed through every service', async () => {
    const all = await installation(shared());
    const expected = await scannedIds(all);
    const digest = { key: 'AWSLogs/1/CloudTrail-Digest/us-east-1/d.json.gz', body: new Uint8Array([1]) };
    await fillBucket(aws.get(), 'logs', [...cloudTrailObjects(), digest]);
    const [notifier, api, first, second] = await Promise.all([
      all.start('notifier'),
      all.start('console'),
      all.start('matcher'),
      all.start('matcher'),
    ]);
    const collector = await all.start('collector', { sources: '[{ s3: s3://logs/AWSLogs/ }]' });
    await expectDelivered(all, expected);

    await collector.says(/a source is at its end/);
    const end = collector.log().find(({ msg }) => msg === 'a source is at its end');
    expect(end).toMatchObject({
      inputs: cloudTrailObjects().length + 1,
      skipped: { digest: 1 },
      quarantined: {},
      unreadable: 0,
    });

    // The console has every alert.
    const listed = async () => (await listAll(api)).sort();
    await waitUntil('the console lists every alert', async () => (await listed()).length === expected.length, 30_000);
    expect(await listed()).toEqual(expected);

    // Both matchers worked, and the metrics say so.
    const counted = await Promise.all([first, second].map(async (matcher) => metric(await text(matcher), evaluated)));
    expect(counted.every((records) => records > 0)).toBe(true);
    expect(counted.reduce((sum, records) => sum + records)).toBe(
      metric(await text(collector), 'trailhound_records_collected_total'),
    );
    const delivered = await text(notifier);
    expect(metric(delivered, 'trailhound_notifications_total{destination="soc",outcome="delivered"')).toBe(
      expected.length,
    );
    expect(metric(delivered, 'trailhound_detection_latency_seconds_count')).toBe(expected.length);
    expect(metric(delivered, 'trailhound_detection_latency_since_delivery_seconds_count')).toBe(expected.length);
    await waitUntil('no lag is left', async () => {
      const texts = await Promise.all([first, second, notifier, api].map(text));
      return texts.every((exposed) => metric(exposed, 'trailhound_consumer_lag_records') === 0);
    });

    // A record is followed by its uid, an alert by its id, a delivery by its own.
    const sent = notifier.log().find(({ msg, uid }) => msg === 'alert delivered' && uid !== undefined);
    expect(sent).toMatchObject({ alertId: expect.any(String), deliveryId: expect.stringMatching(/^dlv_/), attempt: 1 });
    const matched = [...first.log(), ...second.log()];
    const published = matched.find(({ msg, alertId }) => msg === 'alert published' && alertId === sent?.['alertId']);
    expect(collector.log().some(({ msg, uid }) => msg === 'record published' && uid === published?.['uid'])).toBe(true);

    for (const service of [collector, first, second, notifier, api]) {
      expect([service.name, (await service.get('/livez')).status]).toEqual([service.name, 200]);
      expect([service.name, (await service.get('/readyz')).status]).toEqual([service.name, 200]);
      const troubles = service.log().filter(({ level, msg }) => /warn|error/.test(level) && !/noisy/.test(msg));
      expect(troubles).toEqual([]);
    }
    const exitCodes = await Promise.all(
      [collector, first, second, notifier, api].map((service) => service.terminate()),
    );
    expect(exitCodes).toEqual([0, 0, 0, 0, 0]);
  }, 180_000);
});

const evaluated = 'trailhound_records_consumed_total{stage="matcher",result="evaluated"';

interface Answers {
  get(path: string): Promise<{ readonly status: number; readonly text: string }>;
}

async function text(service: Answers): Promise<string> {
  return (await service.get('/metrics')).text;
}

/** Sum over the series whose text begins so. */
function metric(exposed: string, beginning: string): number {
  const lines = exposed.split('\n').filter((line) => line.startsWith(beginning));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

async function listAll(api: Answers): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  do {
    const { status, text: body } = await api.get(`/api/alerts?limit=200${cursor}`);
    if (status !== 200) throw new Error(`the API answers ${status}: ${body}`);
    const page = JSON.parse(body) as {
      readonly alerts: readonly { readonly id: string }[];
      readonly next: string | null;
    };
    ids.push(...page.alerts.map(({ id }) => id));
    cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== '');
  return ids;
}
