import type { KafkaClient } from '../client.js';
import type { KafkaOptions } from '../kafka-options.js';
import { connectedAdmin } from './admin.js';
import { kafkaClient } from './connection.js';
import { KafkajsMember } from './member.js';
import { connectedProducer } from './producer.js';

/** The client kafkajs. */
export function kafkajsClient(options: KafkaOptions): KafkaClient {
  const patient = kafkaClient(options, 'consumer');
  const brisk = kafkaClient(options, 'caller');
  return {
    admin: () => connectedAdmin(brisk),
    producer: () => connectedProducer(brisk),
    member: (member) => new KafkajsMember(patient, member, options.logger),
  };
}
