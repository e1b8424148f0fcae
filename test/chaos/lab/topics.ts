import { randomUUID } from 'node:crypto';
import { waitUntil } from '@trailhound/testkit/launchers';
import { type Admin, Kafka, type KafkaMessage, logLevel, Partitioners } from 'kafkajs';

/** A message as the log holds it. */
export interface TopicMessage {
  readonly key: string;
  readonly value: string;
  readonly atMs: number;
}

/** How far a group of consumers has come in a topic. */
export interface GroupProgress {
  /** Partition → committed offset; partitions without one are left out. */
  readonly committed: ReadonlyMap<number, bigint>;
  /** Partition → offset of the first message that is still there. */
  readonly starts: ReadonlyMap<number, bigint>;
  /** Partition → offset of the next message. */
  readonly ends: ReadonlyMap<number, bigint>;
  /** Messages nobody has committed. */
  readonly lag: bigint;
}

/** A look at the topics from outside, with a client of its own. */
export interface Topics {
  /** All messages of a topic, in no particular order. */
  readAll(topic: string): Promise<readonly TopicMessage[]>;
  progress(group: string, topic: string): Promise<GroupProgress>;
  /** Deletes what a partition holds before an offset; answers it. */
  deleteFirst(topic: string, partition: number, until: bigint): Promise<readonly KafkaMessage[]>;
  /** With their keys and headers, after all there is. */
  publishAgain(topic: string, messages: readonly KafkaMessage[]): Promise<void>;
  /** Adds partitions until there are so many. */
  grow(topic: string, count: number): Promise<void>;
  close(): Promise<void>;
}

export async function openTopics(broker: string, prefix: string): Promise<Topics> {
  const kafka = new Kafka({
    ...{
      clientId: 'chaos',
      brokers: [broker],
      logLevel: logLevel.NOTHING,
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
    },
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 500 },
  });
  let admin: Admin | undefined;

  async function withAdmin<T>(ask: (admin: Admin) => Promise<T>): Promise<T> {
    try {
      if (admin === undefined) {
        admin = kafka.admin();
        await admin.connect();
      }
      return await ask(admin);
    } catch (error) {
      const broken = admin;
      admin = undefined;
      await broken?.disconnect().catch(() => undefined);
      throw error;
    }
  }

  const ends = (topic: string) => withAdmin((client) => client.fetchTopicOffsets(`${prefix}${topic}`));

  /** The messages of a topic between these offsets, as the log holds them: partition → from, and until before. */
  async function read(topic: string, spans: ReadonlyMap<number, readonly [bigint, bigint]>): Promise<KafkaMessage[]> {
    const wanted = new Map([...spans].filter(([, [from, until]]) => from < until));
    const found: KafkaMessage[] = [];
    if (wanted.size === 0) return found;
    const consumer = kafka.consumer({ groupId: `chaos-${randomUUID()}`, retry: { retries: 20 } });
    await consumer.connect();
    await consumer.subscribe({ topic: `${prefix}${topic}`, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      async eachMessage({ partition, message }) {
        const [, until = 0n] = wanted.get(partition) ?? [];
        const offset = BigInt(message.offset);
        if (offset >= until) return;
        found.push(message);
        if (offset === until - 1n) wanted.delete(partition);
      },
    });
    await waitUntil(`all of ${topic} is read`, () => wanted.size === 0, 60_000);
    await consumer.disconnect();
    return found;
  }

  return {
    async readAll(topic) {
      const spans = (await ends(topic)).map(
        ({ partition, low, high }) => [partition, [BigInt(low), BigInt(high)]] as const,
      );
      return (await read(topic, new Map(spans))).map(({ key, value, timestamp }) => {
        return { key: String(key ?? ''), value: String(value ?? ''), atMs: Number(timestamp) };
      });
    },
    async deleteFirst(topic, partition, until) {
      const low = (await ends(topic)).find((one) => one.partition === partition)?.low ?? '0';
      const found = await read(topic, new Map([[partition, [BigInt(low), until]]]));
      const partitions = [{ partition, offset: String(until) }];
      await withAdmin((client) => client.deleteTopicRecords({ topic: `${prefix}${topic}`, partitions }));
      return found;
    },
    async publishAgain(topic, messages) {
      const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
      await producer.connect();
      const copies = messages.map(({ key, value, headers = {} }) => ({ key, value, headers }));
      await producer.send({ topic: `${prefix}${topic}`, acks: -1, messages: copies });
      await producer.disconnect();
    },
    async grow(topic, count) {
      await withAdmin((client) =>
        client.createPartitions({ topicPartitions: [{ topic: `${prefix}${topic}`, count }] }),
      );
    },
    async progress(group, topic) {
      const [bounds, [stored]] = await Promise.all([
        ends(topic),
        withAdmin((client) => client.fetchOffsets({ groupId: `${prefix}${group}`, topics: [`${prefix}${topic}`] })),
      ]);
      const offsets = (stored?.partitions ?? []).map(({ partition, offset }) => [partition, BigInt(offset)] as const);
      const committed = new Map(offsets.filter(([, offset]) => offset >= 0n));
      let lag = 0n;
      for (const { partition, low, high } of bounds) lag += BigInt(high) - (committed.get(partition) ?? BigInt(low));
      const starts = new Map(bounds.map(({ partition, low }) => [partition, BigInt(low)]));
      return { committed, starts, ends: new Map(bounds.map(({ partition, high }) => [partition, BigInt(high)])), lag };
    },
    async close() {
      await admin?.disconnect().catch(() => undefined);
    },
  };
}
