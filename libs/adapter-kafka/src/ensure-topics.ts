import { type Topic, topicName, topics } from '@trailhound/contracts';
import type { Admin } from 'kafkajs';
import { isPassing } from './kafka-errors.js';
import { KafkaJSAggregateError, KafkaJSError } from './kafkajs/kafkajs-errors.js';
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
export async function ensureTopics(admin: Admin, options: EnsureTopicsOptions): Promise<readonly string[]> {
  const existing = new Set(await admin.listTopics());
  const wanted = Object.values(topics).filter((topic) => !existing.has(topicName(topic, options.prefix)));
  if (wanted.length === 0) return [];
  if (!options.create) {
    const names = wanted.map((topic) => topicName(topic, options.prefix)).join(', ');
    throw new TopicMissing(`Kafka has no topic ${names}: create it, or set kafka.createTopics: true`);
  }
  const alive = (await admin.describeCluster()).brokers.length;
  const replicationFactor = options.replicationFactor ?? Math.min(3, alive);
  const minInSync = options.minInSyncReplicas ?? Math.min(2, replicationFactor);
  const made: string[] = [];
  for (const topic of wanted) {
    if (await create(admin, topic, replicationFactor, minInSync, options)) made.push(topicName(topic, options.prefix));
  }
  return made;
}

async function create(
  admin: Admin,
  topic: Topic,
  replicationFactor: number,
  minInSync: number,
  options: EnsureTopicsOptions,
): Promise<boolean> {
  const { partitions, config } = topicSettings[topic];
  const entries = { ...config, 'min.insync.replicas': String(minInSync), 'unclean.leader.election.enable': 'false' };
  try {
    return await admin.createTopics({
      // Whoever uses a topic waits for its leader; waiting here would take a slow election for a failure to make it.
      waitForLeaders: false,
      topics: [
        {
          topic: topicName(topic, options.prefix),
          numPartitions: topic === topics.records ? (options.partitions ?? partitions) : partitions,
          replicationFactor,
          configEntries: Object.entries(entries).map(([name, value]) => ({ name, value })),
        },
      ],
    });
  } catch (error) {
    if (alreadyExists(error)) return false;
    if (isPassing(error)) throw error;
    const causes: readonly Error[] = error instanceof KafkaJSAggregateError ? error.errors.filter(isError) : [];
    const words = causes.length > 0 ? causes.map(({ message }) => message).join('; ') : String(error);
    throw new Error(`Kafka does not make topic ${topicName(topic, options.prefix)}: ${words}`, { cause: error });
  }
}

function isError(value: unknown): value is Error {
  return value instanceof Error;
}

function alreadyExists(error: unknown): boolean {
  const causes = error instanceof KafkaJSAggregateError ? error.errors : [error];
  return causes.every(
    (cause) => cause instanceof KafkaJSError && 'type' in cause && cause.type === 'TOPIC_ALREADY_EXISTS',
  );
}
