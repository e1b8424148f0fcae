import { type Topic, topicName, topics } from '@trailhound/contracts';
import type { ClusterAdmin } from './client.js';
import { isPassing } from './kafka-errors.js';
import { topicSettings } from './topic-settings.js';

/** Thrown when a topic is not there and this process may not make it. */
export class TopicMissing extends Error {
  override readonly name = 'TopicMissing';
}

export interface EnsureTopicsOptions {
  readonly prefix: string;
  /** Make what is missing; otherwise a missing topic is an error. */
  readonly create: boolean;
  /** Default min(3, brokers alive). */
  readonly replicationFactor?: number;
  /** Default min(2, replication factor). */
  readonly minInSyncReplicas?: number;
  /** Partitions of `records` in place of the documented 12. */
  readonly partitions?: number;
}

/**
 * Makes sure that every topic exists. Several services doing so at once is normal: "already exists" is success. Answers
 * the names it made. Rejects with {@link TopicMissing} where it may not create, and with the broker's error otherwise.
 */
export async function ensureTopics(admin: ClusterAdmin, options: EnsureTopicsOptions): Promise<readonly string[]> {
  const existing = new Set(await admin.topics());
  const wanted = Object.values(topics).filter((topic) => !existing.has(topicName(topic, options.prefix)));
  if (wanted.length === 0) return [];
  if (!options.create) {
    const names = wanted.map((topic) => topicName(topic, options.prefix)).join(', ');
    throw new TopicMissing(`Kafka has no topic ${names}: create it, or set kafka.createTopics: true`);
  }
  const alive = await admin.brokers();
  const replicationFactor = options.replicationFactor ?? Math.min(3, alive);
  const minInSync = options.minInSyncReplicas ?? Math.min(2, replicationFactor);
  const made: string[] = [];
  for (const topic of wanted) {
    if (await create(admin, topic, replicationFactor, minInSync, options)) made.push(topicName(topic, options.prefix));
  }
  return made;
}

async function create(
  admin: ClusterAdmin,
  topic: Topic,
  replicationFactor: number,
  minInSync: number,
  options: EnsureTopicsOptions,
): Promise<boolean> {
  const { partitions, config } = topicSettings[topic];
  const name = topicName(topic, options.prefix);
  try {
    return await admin.createTopic({
      name,
      partitions: topic === topics.records ? (options.partitions ?? partitions) : partitions,
      replicationFactor,
      config: { ...config, 'min.insync.replicas': String(minInSync), 'unclean.leader.election.enable': 'false' },
    });
  } catch (error) {
    if (isPassing(error)) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`Kafka does not make topic ${name}: ${words}`, { cause: error });
  }
}
