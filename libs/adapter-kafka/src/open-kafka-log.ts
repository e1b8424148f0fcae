import type { KafkaClient } from './client.js';
import type { KafkaClientName, KafkaOptions } from './kafka-options.js';
import { KafkaRecordLog } from './kafka-record-log.js';

/** A client library is loaded when it is chosen: the one not used costs neither time nor memory. */
const clients: Readonly<Record<KafkaClientName, (options: KafkaOptions) => Promise<KafkaClient>>> = {
  kafkajs: async (options) => (await import('./kafkajs/index.js')).kafkajsClient(options),
  platformatic: async (options) => (await import('./platformatic/index.js')).platformaticClient(options),
};

/** The client the options name. Nothing connects before it is asked for. */
export function openKafkaClient(options: KafkaOptions): Promise<KafkaClient> {
  return clients[options.client ?? 'kafkajs'](options);
}

/** The RecordLog on Kafka with the client the options name. Nothing connects before it is needed. */
export async function openKafkaLog(options: KafkaOptions): Promise<KafkaRecordLog> {
  return new KafkaRecordLog(await openKafkaClient(options), options);
}
