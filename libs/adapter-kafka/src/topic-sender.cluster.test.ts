import { randomBytes } from 'node:crypto';
import type { TopicRequest } from '@trailhound/alerting';
import { freePort, startKafka } from '@trailhound/testkit/launchers';
import { testLogger, testService } from '@trailhound/testkit/vitest';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTopicSender } from './topic-sender.js';

const broker = testService(() => startKafka());
const never = new AbortController().signal;
const sender = createTopicSender(testLogger());
let admin: Admin;
let kafka: Kafka;

beforeAll(async () => {
  kafka = new Kafka({ brokers: [broker.get().address], logLevel: logLevel.NOTHING });
  admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'soc.alerts', numPartitions: 3 }], waitForLeaders: true });
  await admin.createTopics({
    topics: [{ topic: 'small', numPartitions: 1, configEntries: [{ name: 'max.message.bytes', value: '1000' }] }],
    waitForLeaders: true,
  });
});
afterAll(async () => {
  await sender.close();
  await admin.disconnect();
});

function request(more: Partial<TopicRequest> = {}): TopicRequest {
  return {
    ...{ over: 'kafka', topic: 'soc.alerts', key: 'alert-1', headers: { 'webhook-id': 'dlv_1' }, timeoutMs: 60_000 },
    brokers: { addresses: [broker.get().address], tls: false },
    value: new TextEncoder().encode('{"type":"alert.fired"}'),
    ...more,
  };
}

describe('a message to a topic of others', { timeout: 120_000 }, () => {
  it('is there with its key, headers and bytes when it is said to be taken', async () => {
    const sent = await Promise.all(
      ['alert-1', 'alert-2', 'alert-1'].map((key) => sender.send(request({ key }), never)),
    );
    expect(sent).toEqual([{ kind: 'taken' }, { kind: 'taken' }, { kind: 'taken' }]);
    const consumer = kafka.consumer({ groupId: 'reader' });
    await consumer.connect();
    await consumer.subscribe({ topic: 'soc.alerts', fromBeginning: true });
    const found: { readonly partition: number; readonly key: string; readonly id: string; readonly value: string }[] =
      [];
    await new Promise<void>((resolve) => {
      void consumer.run({
        async eachMessage({ partition, message: { key, value, headers } }) {
          found.push({ partition, key: String(key), id: String(headers?.['webhook-id']), value: String(value) });
          if (found.length === 3) resolve();
        },
      });
    });
    await consumer.disconnect();
    expect(found.map(({ key }) => key).sort()).toEqual(['alert-1', 'alert-1', 'alert-2']);
    for (const { id, value } of found) expect([id, value]).toEqual(['dlv_1', '{"type":"alert.fired"}']);
    expect(new Set(found.filter(({ key }) => key === 'alert-1').map(({ partition }) => partition)).size).toBe(1);
  });

  it.each([
    ['a topic that does not exist', { topic: 'no.such.topic' }],
    ['a message too large for its topic', { topic: 'small', value: new Uint8Array(randomBytes(5_000)) }],
  ])('%s is for a person: no time mends it', async (_what, more) => {
    expect((await sender.send(request(more), never)).kind).toBe('refused');
    expect(await sender.send(request(), never)).toEqual({ kind: 'taken' });
  });

  it('brokers that are away are given up in time, and the next cluster is none the worse', async () => {
    const brokers = { addresses: [`127.0.0.1:${await freePort()}`], tls: false };
    const answer = await sender.send(request({ brokers, timeoutMs: 3_000 }), never);
    expect(answer.kind).toBe('unreachable');
    expect(await sender.send(request(), never)).toEqual({ kind: 'taken' });
  });

  it('a caller that gives up is told so', async () => {
    expect(await sender.send(request(), AbortSignal.abort())).toMatchObject({ kind: 'unreachable', reason: 'network' });
  });
});
