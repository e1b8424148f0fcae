import type { Admin, ConfigEntries, Kafka } from 'kafkajs';
import type { Bounds, ClusterAdmin, DescribedTopic, NewTopic } from '../client.js';
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

/** Codes of the protocol; kafkajs exports them where Node's ES module loader does not find them by name. */
const topicResource = 2;
const setOnTopic = 1;

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

  async describeTopics(names: readonly string[]): Promise<readonly DescribedTopic[]> {
    if (names.length === 0) return [];
    const { topics } = await this.admin.fetchTopicMetadata({ topics: [...names] });
    const settings = await this.#settings(names);
    return topics.map(({ name, partitions }) => ({
      ...{ name, partitions: partitions.length },
      replicationFactor: Math.min(...partitions.map(({ replicas }) => replicas.length)),
      config: new Map((settings.get(name) ?? []).map(({ configName, configValue }) => [configName, configValue])),
    }));
  }

  async growTopic(topic: string, count: number): Promise<void> {
    await this.admin.createPartitions({ topicPartitions: [{ topic, count }] });
  }

  async configureTopic(name: string, config: Readonly<Record<string, string>>): Promise<void> {
    // This request takes away every setting it does not name: kafkajs has no other.
    const before = ((await this.#settings([name])).get(name) ?? []).filter(
      (one) => Number(one.configSource) === setOnTopic,
    );
    const all = {
      ...Object.fromEntries(before.map(({ configName, configValue }) => [configName, configValue])),
      ...config,
    };
    const configEntries = Object.entries(all).map(([key, value]) => ({ name: key, value }));
    await this.admin.alterConfigs({ validateOnly: false, resources: [{ type: topicResource, name, configEntries }] });
  }

  async #settings(names: readonly string[]): Promise<ReadonlyMap<string, readonly ConfigEntries[]>> {
    const resources = names.map((name) => ({ type: topicResource, name }));
    const described = await this.admin.describeConfigs({ includeSynonyms: false, resources });
    return new Map(described.resources.map(({ resourceName, configEntries }) => [resourceName, configEntries]));
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
