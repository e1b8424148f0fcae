import { type Topic, topicName, topics } from '@trailhound/contracts';
import type { ClusterAdmin, NewTopic } from './client.js';
import { errorType, isPassing } from './kafka-errors.js';
import { planTopics, type TopicDifference } from './topic-plan.js';
import { topicSettings } from './topic-settings.js';

/** Thrown when a topic is not there and this process may not make it. */
export class TopicMissing extends Error {
  override readonly name = 'TopicMissing';
}

/** A broker that has lost its controller answers all the same, that there is none: it passes. */
class NoBrokerAlive extends Error {
  override readonly name = 'NoBrokerAlive';
  readonly retriable = true;
}

/** What an installation says of its topics. */
export interface TopicSizes {
  /** Default min(3, brokers alive). */
  readonly replicationFactor?: number;
  /** Default min(2, replication factor). */
  readonly minInSyncReplicas?: number;
  /** Partitions of `records` in place of the documented 12. */
  readonly partitions?: number;
}

export interface EnsureTopicsOptions extends TopicSizes {
  readonly prefix: string;
  /** Make what is missing; otherwise a missing topic is an error. */
  readonly create: boolean;
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
    throw new TopicMissing(
      `Kafka has no topic ${names}: make it with \`trailhound topics ensure --apply\`, or set kafka.createTopics: true`,
    );
  }
  const made: string[] = [];
  for (const topic of await wantedTopics(admin, options, wanted))
    if (await createWhileAlive(admin, topic, options)) made.push(topic.name);
  return made;
}

/** Brokers that were alive a moment ago may not be any more; the number of copies is then anew what there are. */
async function createWhileAlive(
  admin: ClusterAdmin,
  topic: NewTopic,
  { replicationFactor }: TopicSizes,
): Promise<boolean> {
  try {
    return await create(admin, topic);
  } catch (error) {
    if (replicationFactor !== undefined || errorType(error) !== 'INVALID_REPLICATION_FACTOR') throw error;
    throw new NoBrokerAlive(`fewer brokers than ${topic.replicationFactor} are alive by now`);
  }
}

/** How the topics of an installation differ from what is documented; asks, and changes nothing. */
export async function topicDifferences(
  admin: ClusterAdmin,
  options: TopicSizes & { readonly prefix: string },
): Promise<readonly TopicDifference[]> {
  const wanted = await wantedTopics(admin, options, Object.values(topics));
  const there = new Set(await admin.topics());
  const existing = await admin.describeTopics(wanted.map(({ name }) => name).filter((name) => there.has(name)));
  return planTopics(wanted, new Map(existing.map((topic) => [topic.name, topic])));
}

/** Makes the changes of a plan, but for those left to a person. One that was made before is made again, to no effect. */
export async function applyDifferences(admin: ClusterAdmin, plan: readonly TopicDifference[]): Promise<void> {
  const settings = new Map<string, Record<string, string>>();
  for (const difference of plan) {
    switch (difference.kind) {
      case 'create':
        await create(admin, difference.topic);
        break;
      case 'grow':
        await grow(admin, difference.name, difference.to);
        break;
      case 'set':
        settings.set(difference.name, { ...settings.get(difference.name), [difference.key]: difference.to });
        break;
      case 'manual':
        break;
      default:
        difference satisfies never;
    }
  }
  for (const [name, config] of settings) await admin.configureTopic(name, config);
}

/** A broker whose answer was lost may have added them already, and takes no number that is there. */
async function grow(admin: ClusterAdmin, name: string, count: number): Promise<void> {
  const [found] = await admin.describeTopics([name]);
  if (found === undefined || found.partitions < count) await admin.growTopic(name, count);
}

/** Topics as they are documented, with the sizes of this installation. */
async function wantedTopics(
  admin: ClusterAdmin,
  options: TopicSizes & { readonly prefix: string },
  wanted: readonly Topic[],
): Promise<readonly NewTopic[]> {
  const alive = await admin.brokers();
  if (alive === 0) throw new NoBrokerAlive('no broker of the cluster is alive');
  const replicationFactor = options.replicationFactor ?? Math.min(3, alive);
  const minInSync = options.minInSyncReplicas ?? Math.min(2, replicationFactor);
  const copies = { 'min.insync.replicas': String(minInSync), 'unclean.leader.election.enable': 'false' };
  return wanted.map((topic) => {
    const { partitions, config } = topicSettings[topic];
    return {
      name: topicName(topic, options.prefix),
      partitions: topic === topics.records ? (options.partitions ?? partitions) : partitions,
      replicationFactor,
      config: { ...config, ...copies },
    };
  });
}

async function create(admin: ClusterAdmin, topic: NewTopic): Promise<boolean> {
  try {
    return await admin.createTopic(topic);
  } catch (error) {
    if (isPassing(error)) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`Kafka does not make topic ${topic.name}: ${words}`, { cause: error });
  }
}
