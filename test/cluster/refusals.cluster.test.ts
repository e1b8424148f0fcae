import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startAwsApi, startKafka, startRedis } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { trailhound } from '../support/trailhound.js';
import { installation } from './installation.js';

const kafka = testService(() => startKafka());
const redis = testService(() => startRedis());
const careless = testService(() => startRedis(['--maxmemory-policy', 'allkeys-lru']));
const aws = testService(() => startAwsApi());
const shared = () => ({ kafka: kafka.get(), redis: redis.get(), aws: aws.get() });

describe('a service that cannot start', () => {
  it('without kafka or redis says what it needs and what does without', async () => {
    const { folder } = await installation(shared());
    folder.write('alone.yaml', 'rules: []\n');
    const { exitCode, stderr } = await trailhound(['matcher', '--config', folder.at('alone.yaml')]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/needs kafka and redis in the configuration.*trailhound up/);
  });

  it('because a topic is missing says which and what to set, and ends', async () => {
    const all = await installation(shared());
    const options = { kafka: `{ brokers: ['${kafka.get().address}'], topicPrefix: nowhere. }` };
    const service = await all.start('matcher', { waits: false, config: options });
    expect(await service.process.ended).toBe(3);
    expect(service.count(/Kafka has no topic nowhere\.cloudtrail\.records.*kafka\.createTopics: true/)).toBe(1);
  });

  it('because Redis may evict keys says so, and ends', async () => {
    const all = await installation(shared());
    const service = await all.start('notifier', {
      waits: false,
      config: { redis: `{ url: '${careless.get().url}' }` },
    });
    expect(await service.process.ended).toBe(3);
    expect(service.count(/allkeys-lru.*set maxmemory-policy noeviction/)).toBe(1);
  });

  it('is ended by one signal while it waits, and by a second one at once while it works', async () => {
    const all = await installation(shared());
    const nowhere = { kafka: `{ brokers: ['127.0.0.1:${await freePort()}'] }` };
    const waiting = await all.start('matcher', { waits: false, config: nowhere });
    await waiting.says(/Kafka cannot be reached/);
    const before = Date.now();
    expect(await waiting.terminate()).toBeLessThanOrEqual(1);
    expect(Date.now() - before).toBeLessThan(15_000);

    // A broker that hangs keeps it from leaving the group, so that it is still at it when the second signal comes.
    const working = await all.start('matcher');
    await working.says(/joined the consumer group/);
    kafka.get().freeze();
    process.kill(working.process.pid, 'SIGTERM');
    await working.says(/^stopping$/);
    const again = Date.now();
    process.kill(working.process.pid, 'SIGTERM');
    expect(await working.process.ended).toBe(143);
    expect(Date.now() - again).toBeLessThan(1_000);
    kafka.get().thaw();
  }, 60_000);

  it('a collector goes on trying what it may not read, without ending', async () => {
    const all = await installation(shared());
    const collector = await all.start('collector', { sources: '[{ s3: s3://no-such-bucket/ }]' });
    await collector.says(/not everything could be read/);
    const line = collector.log().find(({ msg }) => msg === 'input cannot be read');
    expect(line?.['reason']).toMatch(/no bucket for s3:\/\/no-such-bucket\//);
    await sleep(500);
    expect((await collector.get('/livez')).status).toBe(200);
    expect(await collector.terminate()).toBe(0);
  }, 60_000);
});
