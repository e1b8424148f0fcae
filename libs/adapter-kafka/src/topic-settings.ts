import { type Topic, topics } from '@trailhound/contracts';

const dayMs = 24 * 3600 * 1000;

/** How a topic is made. Config names are Kafka's own. */
export interface TopicSettings {
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/**
 * The settings topics are created with. `records` keeps what a rebuild of the state store may have to read again;
 * `alerts` and the delivery journal keep what the console shows. 2 MiB messages: a record is at most 256 KiB by AWS's
 * own bound, an alert at most a record and its context.
 */
export const topicSettings: Readonly<Record<Topic, TopicSettings>> = {
  [topics.records]: {
    partitions: 12,
    config: { 'cleanup.policy': 'delete', 'retention.ms': String(7 * dayMs), 'max.message.bytes': String(2 << 20) },
  },
  [topics.alerts]: {
    partitions: 6,
    config: { 'cleanup.policy': 'delete', 'retention.ms': String(35 * dayMs), 'max.message.bytes': String(2 << 20) },
  },
  [topics.deliveries]: {
    partitions: 6,
    config: { 'cleanup.policy': 'compact,delete', 'retention.ms': String(35 * dayMs) },
  },
  [topics.rulesState]: { partitions: 1, config: { 'cleanup.policy': 'compact', 'max.message.bytes': String(2 << 20) } },
  [topics.quarantine]: { partitions: 3, config: { 'cleanup.policy': 'delete', 'retention.ms': String(30 * dayMs) } },
  [topics.deadLetters]: {
    partitions: 3,
    config: { 'cleanup.policy': 'delete', 'retention.ms': String(30 * dayMs), 'max.message.bytes': String(2 << 20) },
  },
};
