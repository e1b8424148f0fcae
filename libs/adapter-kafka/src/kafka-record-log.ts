import { type Topic, topicName } from '@trailhound/contracts';
import type { ConsumerOptions, LogConsumer, LogMessage, RecordLog } from '@trailhound/ports';
import type { Bounds, ClusterAdmin, KafkaClient } from './client.js';
import {
  applyDifferences,
  type EnsureTopicsOptions,
  ensureTopics,
  type TopicSizes,
  topicDifferences,
} from './ensure-topics.js';
import { KafkaLogConsumer } from './kafka-consumer.js';
import type { KafkaOptions } from './kafka-options.js';
import { Publisher } from './publisher.js';
import { Reachability } from './reachability.js';
import type { TopicDifference } from './topic-plan.js';
import { untilReachable } from './until-reachable.js';

/** The RecordLog on Kafka. Nothing connects before it is needed; everything but `ping` waits for brokers that are away. */
export class KafkaRecordLog implements RecordLog {
  readonly #publisher: Publisher;
  readonly #reachability: Reachability;
  readonly #closed = new AbortController();
  readonly #consumers = new Set<LogConsumer>();
  #admin: Promise<ClusterAdmin> | undefined;

  constructor(
    private readonly client: KafkaClient,
    private readonly options: KafkaOptions,
  ) {
    this.#reachability = new Reachability(options.logger);
    this.#publisher = new Publisher(() => client.producer(), this.#reachability, options.logger);
  }

  /**
   * Makes or checks the topics and answers the names it made; waits for brokers that are away. Rejects with TopicMissing
   * where it may not create them.
   */
  ensureTopics(
    options: Omit<EnsureTopicsOptions, 'prefix'>,
    signal: AbortSignal = this.#closed.signal,
  ): Promise<readonly string[]> {
    const prefix = this.options.topicPrefix ?? '';
    return this.#withOwnAdmin((admin) => ensureTopics(admin, { ...options, prefix }), signal);
  }

  /** How the topics differ from what is documented; changes nothing, and waits for brokers that are away. */
  planTopics(sizes: TopicSizes, signal: AbortSignal): Promise<readonly TopicDifference[]> {
    const prefix = this.options.topicPrefix ?? '';
    return this.#withOwnAdmin((admin) => topicDifferences(admin, { ...sizes, prefix }), signal);
  }

  /** Changes what a plan says, but for what it leaves to a person. Rejects with what the brokers refuse. */
  applyPlan(plan: readonly TopicDifference[], signal: AbortSignal): Promise<void> {
    return this.#withOwnAdmin((admin) => applyDifferences(admin, plan), signal);
  }

  publish(topic: Topic, messages: readonly LogMessage[]): Promise<void> {
    return this.#publisher.publish(this.#name(topic), messages);
  }

  consumer(options: ConsumerOptions): LogConsumer {
    const admin = () => this.#connectedAdmin();
    const parts = { client: this.client, admin, settings: this.options, reachability: this.#reachability };
    const consumer = new KafkaLogConsumer(parts, options);
    this.#consumers.add(consumer);
    return consumer;
  }

  offsetsForTime(topic: Topic, timestampMs: number): Promise<ReadonlyMap<number, bigint>> {
    return this.#whenReachable((admin) => admin.offsetsForTime(this.#name(topic), timestampMs));
  }

  bounds(topic: Topic): Promise<Bounds> {
    return this.#whenReachable((admin) => admin.bounds(this.#name(topic)));
  }

  async ping(): Promise<void> {
    await (await this.#connectedAdmin()).brokers();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
    await this.#publisher.close();
    const admin = await this.#admin?.catch(() => undefined);
    await admin?.disconnect();
  }

  #name(topic: Topic): string {
    return topicName(topic, this.options.topicPrefix);
  }

  /** A connection of its own: one that has asked for a topic cannot list others once that topic is deleted. */
  #withOwnAdmin<T>(work: (admin: ClusterAdmin) => Promise<T>, signal: AbortSignal): Promise<T> {
    const connected = async () => {
      const admin = await this.client.admin();
      return work(admin).finally(() => admin.disconnect());
    };
    return untilReachable(connected, this.#reachability, signal);
  }

  #whenReachable<T>(ask: (admin: ClusterAdmin) => Promise<T>): Promise<T> {
    return untilReachable(async () => ask(await this.#connectedAdmin()), this.#reachability, this.#closed.signal);
  }

  /** A connection that fails is not kept; one that broke later is mended by the client. */
  #connectedAdmin(): Promise<ClusterAdmin> {
    this.#admin ??= this.client.admin().catch((error: unknown) => {
      this.#admin = undefined;
      throw error;
    });
    return this.#admin;
  }
}
