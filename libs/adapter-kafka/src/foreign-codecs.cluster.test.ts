import { CompressionAlgorithms, Producer } from '@platformatic/kafka';
import { topics } from '@trailhound/contracts';
import { LogReader } from '@trailhound/ports/contracts';
import { startKafka, waitUntil } from '@trailhound/testkit/launchers';
import { testLogger, testService } from '@trailhound/testkit/vitest';
import { expect, it, onTestFinished } from 'vitest';
import { kafkaClientNames, openKafkaLog } from './index.js';

const broker = testService(() => startKafka());
const codecs = ['NONE', 'GZIP', 'SNAPPY', 'LZ4', 'ZSTD'] as const;

/** Another program that writes into the topic, with each codec in turn; answers the keys it wrote. */
async function publishWithEveryCodec(topic: string): Promise<readonly string[]> {
  const bytes = (text?: string) => Buffer.from(text ?? '');
  const keys = codecs.flatMap((codec) => [1, 2, 3].map((n) => `${codec}-${n}`));
  for (const codec of codecs) {
    const producer = new Producer({
      ...{ clientId: 'foreign', bootstrapBrokers: [broker.get().address], compression: CompressionAlgorithms[codec] },
      serializers: { key: bytes, value: bytes, headerKey: bytes, headerValue: bytes },
    });
    const own = keys.filter((key) => key.startsWith(`${codec}-`));
    await producer.send({ messages: own.map((key) => ({ topic, key, value: 'x'.repeat(2_000), headers: {} })) });
    await producer.close();
  }
  return keys;
}

// Number as in docs/bad-inputs.md: kafkajs has no codec but gzip and would end at the first message of another.
it.each(kafkaClientNames)(
  '32: messages another program packed with any codec of Kafka are read with %s',
  async (client) => {
    const topicPrefix = `codecs-${client}.`;
    const log = await openKafkaLog({
      ...{ client, brokers: [broker.get().address], clientId: 'codecs', logger: testLogger(), topicPrefix },
      sessionTimeoutMs: 6000,
    });
    onTestFinished(() => log.close());
    await log.ensureTopics({ create: true, partitions: 2 });
    const keys = await publishWithEveryCodec(`${topicPrefix}${topics.records}`);
    const reader = new LogReader(log, topics.records);
    await waitUntil('all is read', () => reader.keys.length >= keys.length, 90_000);
    await reader.stop();
    expect(reader.keys.toSorted()).toEqual(keys.toSorted());
  },
  120_000,
);
