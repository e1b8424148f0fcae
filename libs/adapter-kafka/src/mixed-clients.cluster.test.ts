import { CompressionAlgorithms, Producer } from '@platformatic/kafka';
import { topics } from '@trailhound/contracts';
import { LogReader, messages } from '@trailhound/ports/contracts';
import { startKafka, waitUntil } from '@trailhound/testkit/launchers';
import { testLogger, testService } from '@trailhound/testkit/vitest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type KafkaClientName, kafkaClientNames, openKafkaLog } from './index.js';

const topic = topics.records;
const broker = testService(() => startKafka());

async function open(client: KafkaClientName, topicPrefix: string) {
  const log = await openKafkaLog({
    ...{ client, brokers: [broker.get().address], clientId: 'mixed', logger: testLogger(), topicPrefix },
    ...{ sessionTimeoutMs: 6000, rebalanceTimeoutMs: 10_000 },
  });
  onTestFinished(() => log.close());
  return log;
}

describe('while one client is replaced by the other', () => {
  it('both put a key into the same partition', async () => {
    const places: ReadonlySet<string>[] = [];
    for (const client of kafkaClientNames) {
      const log = await open(client, `places-${client}.`);
      await log.ensureTopics({ create: true, partitions: 7 });
      await log.publish(topic, messages(200, 'schlüssel-'));
      const reader = new LogReader(log, topic);
      await reader.hasRead(200);
      await reader.stop();
      const found = reader.batches.flatMap(({ partition, records }) => records.map(({ key }) => `${key} ${partition}`));
      places.push(new Set(found));
    }
    expect(places[0]).toEqual(places[1]);
  }, 60_000);

  it('members of a group on either share its partitions, and one takes over where another left off', async () => {
    const logs = await Promise.all(kafkaClientNames.map((client) => open(client, 'group.')));
    const [first] = logs;
    await first?.ensureTopics({ create: true, partitions: 6 });
    const readers = logs.map((log) => new LogReader(log, topic));
    const shares = () =>
      readers.map(({ batches }) => new Set(batches.map(({ partition }) => partition)).size).filter((size) => size > 0);
    const keys = () => readers.flatMap((reader) => reader.keys);
    let sent = 0;
    await waitUntil(
      'both read',
      async () => {
        await first?.publish(topic, messages(50, `a${sent}-`));
        sent += 50;
        return shares().length === readers.length;
      },
      60_000,
    );
    for (const [at, reader] of [...readers].entries()) {
      await reader.stop();
      await first?.publish(topic, messages(60, `b${at}-`));
      sent += 60;
      const log = logs[(at + 1) % logs.length];
      if (log) readers.push(new LogReader(log, topic));
      await waitUntil('all is read', () => new Set(keys()).size === sent, 60_000);
    }
    await Promise.all(readers.map((reader) => reader.stop()));
    // What a member had in hand when another one came may be read twice; no more than that.
    expect(keys().length - sent).toBeLessThan(sent / 2);
  }, 120_000);
});

describe.each(kafkaClientNames)(
  '32: what another producer compressed with a codec that some client lacks',
  (client) => {
    it.each([CompressionAlgorithms.SNAPPY, CompressionAlgorithms.LZ4, CompressionAlgorithms.ZSTD])(
      `is read with ${client} where it was %s, since brokers turn what comes into a topic of ours into gzip`,
      async (compression) => {
        const prefix = `codec-${client}-${compression}.`;
        const log = await open(client, prefix);
        await log.ensureTopics({ create: true, partitions: 1 });
        const foreigner = new Producer({
          clientId: 'foreigner',
          bootstrapBrokers: [broker.get().address],
          compression,
        });
        onTestFinished(() => foreigner.close());
        const value = Buffer.from('a'.repeat(5_000));
        await foreigner.send({ messages: [{ topic: `${prefix}${topic}`, key: Buffer.from('k'), value }] });
        await log.publish(topic, messages(1, 'own-'));
        const reader = new LogReader(log, topic);
        await reader.hasRead(2);
        await reader.stop();
        const [first] = reader.batches.flatMap(({ records }) => records);
        expect(first?.key).toBe('k');
        expect(Buffer.from(first?.value ?? []).toString()).toBe(value.toString());
      },
      60_000,
    );
  },
);
