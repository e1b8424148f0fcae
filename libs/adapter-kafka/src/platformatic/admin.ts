import { type Admin, ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka';
import type { Bounds, ClusterAdmin, DescribedTopic, NewTopic } from '../client.js';
import { failureTypes, inOurWords } from './failures.js';

/** Times the protocol gives a meaning of their own. */
const [earliest, latest] = [-2n, -1n];

/** Questions on connections that are made when needed and again when broken. */
export class PlatformaticAdmin implements ClusterAdmin {
  constructor(private readonly admin: Admin) {}

  topics(): Promise<readonly string[]> {
    return inOurWords(() => this.admin.listTopics());
  }

  async brokers(): Promise<number> {
    return (await inOurWords(() => this.admin.metadata({ topics: [], forceUpdate: true }))).brokers.size;
  }

  createTopic({ name, partitions, replicationFactor, config }: NewTopic): Promise<boolean> {
    const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }));
    return inOurWords(async () => {
      try {
        await this.admin.createTopics({ topics: [name], partitions, replicas: replicationFactor, configs });
        return true;
      } catch (error) {
        if (failureTypes(error).includes('TOPIC_ALREADY_EXISTS')) return false;
        throw error;
      }
    });
  }

  describeTopics(names: readonly string[]): Promise<readonly DescribedTopic[]> {
    if (names.length === 0) return Promise.resolve([]);
    return inOurWords(async () => {
      const metadata = await this.admin.metadata({ topics: [...names], forceUpdate: true });
      const resources = names.map((name) => ({ resourceType: ConfigResourceTypes.TOPIC, resourceName: name }));
      const settings = await this.admin.describeConfigs({ resources });
      const configOf = new Map(settings.map(({ resourceName, configs }) => [resourceName, configs]));
      return [...metadata.topics].map(([name, { partitions, partitionsCount }]) => ({
        ...{ name, partitions: partitionsCount },
        replicationFactor: Math.min(...partitions.map(({ replicas }) => replicas.length)),
        config: new Map((configOf.get(name) ?? []).map(({ name: key, value }) => [key, value ?? ''])),
      }));
    });
  }

  growTopic(name: string, count: number): Promise<void> {
    return inOurWords(() => this.admin.createPartitions({ topics: [{ name, count }] }));
  }

  configureTopic(name: string, config: Readonly<Record<string, string>>): Promise<void> {
    const configOperation = IncrementalAlterConfigOperationTypes.SET;
    const configs = Object.entries(config).map(([key, value]) => ({ name: key, configOperation, value }));
    const resource = { resourceType: ConfigResourceTypes.TOPIC, resourceName: name, configs };
    return inOurWords(() => this.admin.incrementalAlterConfigs({ resources: [resource] }));
  }

  async bounds(topic: string): Promise<Bounds> {
    const first = await this.#offsets(topic, earliest);
    const next = await this.#offsets(topic, latest);
    return new Map(
      [...first].map(([partition, offset]) => [partition, { first: offset, next: next.get(partition) ?? offset }]),
    );
  }

  async offsetsForTime(topic: string, timestampMs: number): Promise<ReadonlyMap<number, bigint>> {
    const ends = await this.#offsets(topic, latest);
    const found = await this.#offsets(topic, BigInt(Math.trunc(timestampMs)));
    return new Map(
      [...found].map(([partition, offset]) => [partition, offset >= 0n ? offset : (ends.get(partition) ?? 0n)]),
    );
  }

  async committed(group: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    const [stored] = await inOurWords(() => this.admin.listConsumerGroupOffsets({ groups: [group] }));
    const partitions = stored?.topics.find(({ name }) => name === topic)?.partitions ?? [];
    const offsets = partitions.map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset] as const);
    return new Map(offsets.filter(([, offset]) => offset >= 0n));
  }

  disconnect(): Promise<void> {
    return this.admin.close();
  }

  #offsets(topic: string, timestamp: bigint): Promise<ReadonlyMap<number, bigint>> {
    return inOurWords(async () => {
      const metadata = await this.admin.metadata({ topics: [topic] });
      const count = metadata.topics.get(topic)?.partitionsCount ?? 0;
      const partitions = Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp }));
      const [listed] = await this.admin.listOffsets({ topics: [{ name: topic, partitions }] });
      return new Map((listed?.partitions ?? []).map(({ partitionIndex, offset }) => [partitionIndex, offset]));
    });
  }
}
