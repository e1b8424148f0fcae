import { randomUUID } from 'node:crypto';
import { waitUntil } from '@trailhound/testkit/launchers';
import { type Admin, Kafka, logLevel } from 'kafkajs';

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
  /** Messages nobody has committed. */
  readonly lag: bigint;
}

/** A look at the topics from outside, with a client of its own. */
export interface Topics {
  /** All messages of a topic, in no particular order. */
  readAll(topic: string): Promise<readonly TopicMessage[]>;
  progress(group: string, topic: string): Promise<GroupProgress>;
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

  return {
    async readAll(topic) {
      const wanted = new Map(
        (await ends(topic)).map(({ partition, low, high }) => [partition, [BigInt(low), BigInt(high)]]),
      );
      for (const [partition, [low = 0n, high = 0n]] of wanted) if (low === high) wanted.delete(partition);
      const found: TopicMessage[] = [];
      if (wanted.size === 0) return found;
      const consumer = kafka.consumer({ groupId: `chaos-${randomUUID()}`, retry: { retries: 20 } });
      await consumer.connect();
      await consumer.subscribe({ topic: `${prefix}${topic}`, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        async eachMessage({ partition, message }) {
          const [, end = 0n] = wanted.get(partition) ?? [];
          const offset = BigInt(message.offset);
          if (offset >= end) return;
          const { key, value, timestamp } = message;
          found.push({ key: String(key ?? ''), value: String(value ?? ''), atMs: Number(timestamp) });
          if (offset === end - 1n) wanted.delete(partition);
        },
      });
      await waitUntil(`all of ${topic} is read`, () => wanted.size === 0, 60_000);
      await consumer.disconnect();
      return found;
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
      return { committed, lag };
    },
    async close() {
      await admin?.disconnect().catch(() => undefined);
    },
  };
}
