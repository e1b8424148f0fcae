import { type Topic, topicName } from '@trailhound/contracts';
import type { ConsumerOptions, LogConsumer, LogMessage, RecordLog } from '@trailhound/ports';
import type { Admin, Kafka } from 'kafkajs';
import { type EnsureTopicsOptions, ensureTopics } from './ensure-topics.js';
import { kafkaClient } from './kafka-client.js';
import { KafkaLogConsumer } from './kafka-consumer.js';
import type { KafkaOptions } from './kafka-options.js';
import { Publisher } from './publisher.js';
import { untilConnected } from './until-connected.js';

/** The RecordLog on Kafka. Nothing connects before it is needed; everything waits for brokers that are away. */
export class KafkaRecordLog implements RecordLog {
  readonly #kafka: Kafka;
  readonly #publisher: Publisher;
  readonly #closed = new AbortController();
  #admin: Promise<Admin> | undefined;

  constructor(private readonly options: KafkaOptions) {
    this.#kafka = kafkaClient(options);
    this.#publisher = new Publisher(this.#kafka, options.logger);
  }

  /** Makes or checks the topics; waits for brokers that are away. Rejects with TopicMissing where it may not create them. */
  async ensureTopics(options: Omit<EnsureTopicsOptions, 'prefix'>): Promise<readonly string[]> {
    return ensureTopics(await this.#connectedAdmin(), { ...options, prefix: this.options.topicPrefix ?? '' });
  }

  publish(topic: Topic, messages: readonly LogMessage[]): Promise<void> {
    return this.#publisher.publish(topicName(topic, this.options.topicPrefix), messages);
  }

  consumer(options: ConsumerOptions): LogConsumer {
    return new KafkaLogConsumer(this.#kafka, () => this.#connectedAdmin(), options, this.options, this.options.logger);
  }

  async offsetsForTime(topic: Topic, timestampMs: number): Promise<ReadonlyMap<number, bigint>> {
    const admin = await this.#connectedAdmin();
    const offsets = await admin.fetchTopicOffsetsByTimestamp(topicName(topic, this.options.topicPrefix), timestampMs);
    return new Map(offsets.map(({ partition, offset }) => [partition, BigInt(offset)]));
  }

  async bounds(topic: Topic): Promise<ReadonlyMap<number, { readonly first: bigint; readonly next: bigint }>> {
    const offsets = await (await this.#connectedAdmin()).fetchTopicOffsets(topicName(topic, this.options.topicPrefix));
    return new Map(offsets.map(({ partition, low, high }) => [partition, { first: BigInt(low), next: BigInt(high) }]));
  }

  async ping(): Promise<void> {
    await (await this.#connectedAdmin()).describeCluster();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#publisher.close();
    const admin = await this.#admin?.catch(() => undefined);
    await admin?.disconnect();
  }

  #connectedAdmin(): Promise<Admin> {
    this.#admin ??= (async () => {
      const admin = this.#kafka.admin();
      await untilConnected(() => admin.connect(), this.options.logger, this.#closed.signal);
      return admin;
    })();
    return this.#admin;
  }
}
