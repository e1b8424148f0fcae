import { Admin } from '@platformatic/kafka';
import type { KafkaClient } from '../client.js';
import type { KafkaOptions } from '../kafka-options.js';
import { PlatformaticAdmin } from './admin.js';
import { connectionOptions } from './connection.js';
import { PlatformaticMember } from './member.js';
import { connectedProducer } from './producer.js';

/** The client @platformatic/kafka. */
export function platformaticClient(options: KafkaOptions): KafkaClient {
  const connection = connectionOptions(options);
  return {
    admin: async () => new PlatformaticAdmin(new Admin(connection)),
    producer: () => connectedProducer(connection),
    member: (member) => new PlatformaticMember(connection, member, options.logger),
  };
}
