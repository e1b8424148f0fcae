import type { Admin, Kafka } from 'kafkajs';
import type { Bounds, ClusterAdmin, NewTopic } from '../client.js';
import { KafkaJSAggregateError, KafkaJSError } from './kafkajs-errors.js';

export async function connectedAdmin(kafka: Kafka): Promise<ClusterAdmin> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return new KafkajsAdmin(admin);
  } catch (error) {
    await admin.disconnect().catch(() => undefined);
    throw error;
  }
}

class KafkajsAdmin implements ClusterAdmin {
  constructor(private readonly admin: Admin) {}

  async topics(): Promise<readonly string[]> {
    try {
      return await this.admin.listTopics();
    } catch (error) {
      // Where brokers went away while it asked, kafkajs reads an answer that is not there.
      if (error instanceof TypeError) throw new KafkaJSError(error, { retriable: true });
      throw error;
    }
  }

  async brokers(): Promise<number> {
    return (await this.admin.describeCluster()).brokers.length;
  }

  async createTopic({ name, partitions, replicationFactor, config }: NewTopic): Promise<boolean> {
    const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }));
    try {
      return await this.admin.createTopics({
        // Whoever uses a topic waits for its leader; waiting here would take a slow election for a failure to make it.
        waitForLeaders: false,
        topics: [{ topic: name, numPartitions: partitions, replicationFactor, configEntries }],
      });
    } catch (error) {
      if (!(error instanceof KafkaJSAggregateError)) throw error;
      const causes: readonly unknown[] = error.errors;
      if (causes.every(alreadyExists)) return false;
      const words = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause))).join('; ');
      throw new Error(words, { cause: error });
    }
  }

  async bounds(topic: string): Promise<Bounds> {
    const offsets = await this.admin.fetchTopicOffsets(topic);
    return new Map(offsets.map(({ partition, low, high }) => [partition, { first: BigInt(low), next: BigInt(high) }]));
  }

  async offsetsForTime(topic: string, timestampMs: number): Promise<ReadonlyMap<number, bigint>> {
    const offsets = await this.admin.fetchTopicOffsetsByTimestamp(topic, timestampMs);
    return new Map(offsets.map(({ partition, offset }) => [partition, BigInt(offset)]));
  }

  async committed(groupId: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    const [stored] = await this.admin.fetchOffsets({ groupId, topics: [topic] });
    const offsets = (stored?.partitions ?? []).map(({ partition, offset }) => [partition, BigInt(offset)] as const);
    return new Map(offsets.filter(([, offset]) => offset >= 0n));
  }

  disconnect(): Promise<void> {
    return this.admin.disconnect();
  }
}

function alreadyExists(cause: unknown): boolean {
  return cause instanceof KafkaJSError && 'type' in cause && cause.type === 'TOPIC_ALREADY_EXISTS';
}
