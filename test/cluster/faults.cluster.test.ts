import { setTimeout as sleep } from 'node:timers/promises';
import { startAwsApi, startKafka, startRedis } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { type BucketObject, cloudTrailObjects, fillBucket, objectsFolder } from './bucket.js';
import { deliveredIds, expectDelivered, scannedIds } from './expectations.js';
import { type Installation, installation, type RunningService } from './installation.js';

const kafka = testService(() => startKafka());
const redis = testService(() => startRedis());
const aws = testService(() => startAwsApi());
const away = /(Kafka|Redis) cannot be reached/;

interface Run {
  readonly all: Installation;
  readonly expected: readonly string[];
  /** Collects one third of the objects; the last third with every object once more. */
  collect(third: 1 | 2 | 3): Promise<RunningService>;
  /** Resolves when this share of the alerts was delivered. */
  delivered(share: number): Promise<void>;
}

let runs = 0;

/** An installation whose input comes in three parts, so that faults meet work under way. */
async function run(): Promise<Run> {
  runs += 1;
  const bucket = `faults-${runs}`;
  const all = await installation({ kafka: kafka.get(), redis: redis.get(), aws: aws.get() });
  const objects = cloudTrailObjects();
  const parts: readonly (readonly BucketObject[])[] = [
    objects.filter((_, at) => at % 3 === 0),
    objects.filter((_, at) => at % 3 === 1),
    [...objects.filter((_, at) => at % 3 === 2), ...objects.filter((_, at) => at % 3 !== 2)],
  ];
  const under = (part: readonly BucketObject[], at: number) =>
    part.map(({ key, body }) => ({ key: `${at + 1}/${key}`, body }));
  const [expected] = await Promise.all([scannedIds(all), fillBucket(aws.get(), bucket, parts.flatMap(under))]);
  return {
    all,
    expected,
    collect: (third) => all.start('collector', { sources: `[{ s3: s3://${bucket}/${third}/ }]` }),
    delivered: (share) => {
      const enough = (): boolean => deliveredIds(all.receiver).length >= share * expected.length;
      return all.receiver.until(enough, 60_000);
    },
  };
}

describe('the alerts of scan, once each, also when', () => {
  it('a matcher is killed without warning and another one starts', async () => {
    const { all, expected, collect, delivered } = await run();
    await all.start('notifier');
    const [doomed] = await Promise.all([all.start('matcher'), all.start('matcher')]);
    await collect(1);
    await delivered(0.05);
    await Promise.all([collect(2), doomed.kill()]);
    await Promise.all([all.start('matcher'), collect(3)]);
    await expectDelivered(all, expected);
  }, 150_000);

  it('the broker is killed and comes back', async () => {
    const { all, expected, collect, delivered } = await run();
    const working = await Promise.all([all.start('notifier'), all.start('matcher'), all.start('matcher')]);
    await collect(1);
    await delivered(0.05);
    const second = collect(2);
    await kafka.get().kill();
    await sleep(5_000);
    for (const service of working) expect((await service.get('/livez')).status).toBe(200);
    expect((await working[1].get('/readyz')).status).toBe(503);
    await kafka.get().start();
    await Promise.all([second, collect(3)]);
    await expectDelivered(all, expected);
    for (const service of working) expect(service.count(away)).toBeLessThanOrEqual(1);
  }, 150_000);

  it('Redis is killed and comes back', async () => {
    const { all, expected, collect, delivered } = await run();
    const working = await Promise.all([all.start('notifier'), all.start('matcher'), all.start('matcher')]);
    await collect(1);
    await delivered(0.05);
    const second = collect(2);
    await redis.get().kill();
    await sleep(3_000);
    for (const service of working) expect((await service.get('/livez')).status).toBe(200);
    expect((await working[1].get('/readyz')).status).toBe(503);
    await redis.get().start();
    await Promise.all([second, collect(3)]);
    await expectDelivered(all, expected, 120_000);
    for (const service of working) expect(service.count(away)).toBe(1);
  }, 180_000);

  it('matchers grow from one to three and shrink to one under load', async () => {
    const { all, expected, collect, delivered } = await run();
    const [, first] = await Promise.all([all.start('notifier'), all.start('matcher'), collect(1)]);
    await delivered(0.02);
    const [second, third] = await Promise.all([all.start('matcher'), all.start('matcher'), collect(2)]);
    await delivered(0.2);
    const collecting = collect(3);
    expect(await Promise.all([first.terminate(), second.terminate()])).toEqual([0, 0]);
    await collecting;
    await expectDelivered(all, expected);
    expect(await third.terminate()).toBe(0);
  }, 150_000);

  it('Kafka and Redis are away at the start: every service waits, says so once and then works', async () => {
    const { all, expected } = await run();
    await Promise.all([kafka.get().kill(), redis.get().kill()]);
    const late = { waits: false } as const;
    const services = await Promise.all([
      all.start('notifier', late),
      all.start('matcher', late),
      all.start('console', late),
      all.start('collector', { ...late, sources: `[{ files: ${JSON.stringify(objectsFolder)} }]` }),
    ]);
    for (const service of services) {
      await service.says(/Kafka cannot be reached/);
      await service.says(/Redis cannot be reached/);
      expect([service.name, (await service.get('/livez')).status]).toEqual([service.name, 200]);
      expect([service.name, (await service.get('/readyz')).status]).toEqual([service.name, 503]);
    }
    await sleep(2_000);
    for (const service of services) expect([service.name, service.count(away)]).toEqual([service.name, 2]);
    await Promise.all([kafka.get().start(), redis.get().start()]);
    await expectDelivered(all, expected);
    for (const service of services) {
      expect([service.name, service.count(away)]).toEqual([service.name, 2]);
      expect((await service.get('/readyz')).status).toBe(200);
    }
  }, 150_000);
});
