import { gzipSync } from 'node:zlib';
import { topics } from '@trailhound/contracts';
import { type ObjectEntry, ObjectStoreError } from '@trailhound/ports';
import { expect, it } from 'vitest';
import {
  countingMetrics,
  fixedClock,
  MemoryCheckpoints,
  MemoryLog,
  silentLogger,
} from '../../collect/memory-log.fixture.js';
import { createCollector } from '../../index.js';
import { type BackfillProgress, backfillSource } from './backfill-source.js';
import { trailDays } from './list-days.js';
import { pollingSource } from './polling-source.js';

let made = 0;
function keyOf(account: string, region: string, time: string, owner = ''): string {
  made += 1;
  const day = `${time.slice(0, 4)}/${time.slice(4, 6)}/${time.slice(6, 8)}`;
  return `AWSLogs/${owner}${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${time}Z_file${made}.json.gz`;
}

const fileOf = (n: number) =>
  gzipSync(
    JSON.stringify({
      Records: [{ eventVersion: '1.08', eventName: 'x', eventSource: 'y', eventTime: '2026-03-01T00:00:00Z', n }],
    }),
  );

/** A bucket as S3 lists it. */
function bucketOf(objects: Map<string, Uint8Array | Error>) {
  const reads: string[] = [];
  const listed: string[] = [];
  return {
    ...{ reads, listed },
    async *list(bucket: string, prefix: string): AsyncGenerator<ObjectEntry> {
      listed.push(prefix);
      for (const [key, content] of [...objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (!key.startsWith(prefix)) continue;
        const etag = content instanceof Error ? 'e' : `e${content.length}-${content.at(-8)}`;
        yield { bucket, key, bytes: 9, etag, lastModifiedMs: 5 };
      }
    },
    async *folders(_: string, prefix: string) {
      const names = [...objects.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      yield* new Set(names.filter((name) => name.includes('/')).map((name) => `${name.split('/')[0]}/`));
    },
    async *read(_: string, key: string) {
      reads.push(key);
      const content = objects.get(key);
      if (content instanceof Error) throw content;
      if (content) yield content;
    },
  };
}

it('a backfill reads the log files delivered in the time, of the accounts and regions wanted, and nothing twice', async () => {
  const wanted = [
    keyOf('111111111111', 'eu-west-1', '20260301T0000'),
    keyOf('111111111111', 'eu-west-1', '20260302T2355'),
    keyOf('222222222222', 'eu-west-1', '20260301T1200', 'o-abcdefghij/'),
    keyOf('222222222222', 'us-gov-west-1', '20260302T1200', 'o-abcdefghij/'),
    keyOf('222222222222', 'cn-north-1', '20260302T1200', 'o-abcdefghij/'),
  ];
  const others = [
    keyOf('111111111111', 'eu-west-1', '20260228T2359'),
    keyOf('111111111111', 'eu-west-1', '20260303T0001'),
    keyOf('333333333333', 'eu-west-1', '20260301T1200'),
    keyOf('111111111111', 'us-east-1', '20260301T1200'),
    'AWSLogs/111111111111/CloudTrail-Digest/eu-west-1/2026/03/01/x.json.gz',
  ];
  const store = bucketOf(new Map([...wanted, ...others].map((key, n) => [key, fileOf(n)])));
  const progress: BackfillProgress[] = [];
  const source = backfillSource({
    ...{ store, bucket: 'trail', prefix: '' },
    ...{ fromMs: Date.parse('2026-03-01T00:00:00Z'), toMs: Date.parse('2026-03-03T00:00:00Z') },
    accounts: new Set(['111111111111', '222222222222']),
    regions: new Set(['eu-west-1', 'us-gov-west-1', 'cn-north-1']),
    onProgress: (now) => progress.push(now),
  });
  const log = new MemoryLog();
  const checkpoints = new MemoryCheckpoints();
  const run = () =>
    createCollector({
      ...{ sources: [source], log, checkpoints, metrics: countingMetrics(), logger: silentLogger, clock: fixedClock },
    }).run(new AbortController().signal);
  expect(await run()).toMatchObject({ isComplete: true, inputs: 5, unreadable: [] });
  expect([...store.reads].sort()).toEqual([...wanted].sort());
  expect(log.messages(topics.records)[0]?.headers['origin']).toContain('"backfill":true');
  expect(progress[0]).toEqual({ days: 12, daysDone: 0 });
  expect(progress.at(-1)).toEqual({ days: 12, daysDone: 12 });
  expect(await run()).toMatchObject({ inputs: 0, knownInputs: 5 });
});

it('a backfill and polling read what Insights found, where there is some', async () => {
  const [log, insight] = [
    keyOf('111111111111', 'eu-west-1', '20260531T1200'),
    'AWSLogs/111111111111/CloudTrail-Insight/eu-west-1/2026/05/31/111111111111_CloudTrail-Insight_eu-west-1_20260531T1300Z_x.json.gz',
  ];
  const store = bucketOf(new Map([log, insight].map((key, n) => [key, fileOf(n)])));
  const [fromMs, toMs] = [Date.parse('2026-05-31T00:00:00Z'), Date.parse('2026-06-01T00:00:00Z')];
  const source = backfillSource({ store, bucket: 'trail', prefix: '', fromMs, toMs });
  const inputs = await Array.fromAsync(source.inputs());
  expect(inputs.map(({ name }) => name)).toEqual([`s3://trail/${log}`, `s3://trail/${insight}`]);
  const days = await trailDays(store, { bucket: 'trail', prefix: '', fromMs, toMs: fromMs });
  expect(days).toEqual([
    'AWSLogs/111111111111/CloudTrail/eu-west-1/2026/05/31/',
    'AWSLogs/111111111111/CloudTrail-Insight/eu-west-1/2026/05/31/',
  ]);
});

it('a backfill of a bucket that may not be listed says so', async () => {
  const denied = new ObjectStoreError('access_denied', 'grant s3:ListBucket');
  const folders = () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(denied) }) });
  const store = { ...bucketOf(new Map()), folders };
  const source = backfillSource({ store, bucket: 'trail', prefix: '', fromMs: 0, toMs: 1 });
  expect(await Array.fromAsync(source.inputs())).toEqual([{ name: 's3://trail/', unreadable: 'grant s3:ListBucket' }]);
});

it('polling finds files that come late and sort before those already read, and tries again what could not be read', async () => {
  const late = keyOf('111111111111', 'eu-west-1', '20260531T0100');
  const [first, old] = [
    keyOf('111111111111', 'eu-west-1', '20260531T1200'),
    keyOf('111111111111', 'eu-west-1', '20260101T0000'),
  ];
  const denied = keyOf('111111111111', 'eu-west-1', '20260531T1300');
  const objects = new Map<string, Uint8Array | Error>([
    [first, fileOf(1)],
    [old, fileOf(2)],
    [denied, new ObjectStoreError('access_denied', 'grant it')],
  ]);
  const store = bucketOf(objects);
  const stop = new AbortController();
  const met: string[] = [];
  const over: string[] = [];
  const looks: string[][] = [];
  const clock = {
    now: fixedClock.now,
    async sleep() {
      looks.push(store.reads.splice(0));
      if (looks.length === 1) objects.set(late, fileOf(3)).set(denied, fileOf(4));
      if (looks.length === 2) objects.set(first, fileOf(500));
      if (looks.length === 3) stop.abort();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const source = pollingSource({
    ...{ store, bucket: 'trail', prefix: 'AWSLogs/', clock, pollMs: 60_000, concurrency: 1 },
    trouble: { met: (_, place) => met.push(place), over: (_, place) => over.push(place) },
  });
  const log = new MemoryLog();
  await createCollector({
    ...{ sources: [source], log, checkpoints: new MemoryCheckpoints() },
    ...{ metrics: countingMetrics(), logger: silentLogger, clock: fixedClock },
  }).run(stop.signal);
  expect(looks.map((keys) => keys.toSorted())).toEqual([
    [old, first, denied].toSorted(),
    [late, denied].toSorted(),
    [first],
  ]);
  expect(met).toEqual([`s3://trail/${denied}`]);
  expect(over).toContain(`s3://trail/${denied}`);
  // The whole once, then the days of late.
  expect(store.listed[0]).toBe('AWSLogs/');
  expect(store.listed.slice(1).every((prefix) => /eu-west-1\/2026\/0[56]\/\d\d\/$/.test(prefix))).toBe(true);
});

it('polling tries again what fails only after the next look has begun', async () => {
  const key = keyOf('111111111111', 'eu-west-1', '20260531T1200');
  const store = bucketOf(new Map([[key, fileOf(1)]]));
  const stop = new AbortController();
  const torn = Promise.withResolvers<void>();
  let reads = 0;
  const slow = {
    ...store,
    async *read(): AsyncGenerator<Uint8Array> {
      reads += 1;
      if (reads > 1) {
        yield fileOf(1);
        return;
      }
      await torn.promise;
      throw new ObjectStoreError('environment', 'the connection broke');
    },
  };
  let looks = 0;
  const clock = {
    now: fixedClock.now,
    async sleep() {
      looks += 1;
      if (looks === 3) torn.resolve();
      if (looks === 8) stop.abort();
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
  const source = pollingSource({
    ...{ store: slow, bucket: 'trail', prefix: 'AWSLogs/', clock, pollMs: 1, concurrency: 2 },
    trouble: { met: () => undefined, over: () => undefined },
  });
  const log = new MemoryLog();
  await createCollector({
    ...{ sources: [source], log, checkpoints: new MemoryCheckpoints() },
    ...{ metrics: countingMetrics(), logger: silentLogger, clock: fixedClock },
  }).run(stop.signal);
  expect(reads).toBe(2);
  expect(log.messages(topics.records)).toHaveLength(1);
});
