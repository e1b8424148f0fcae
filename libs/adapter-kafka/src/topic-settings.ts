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
 * own bound, an alert at most a record and its context. `compression.type` makes brokers turn what another producer wrote
 * with a codec this client lacks into gzip. Brokers stamp messages themselves: they refuse one from a process whose clock
 * is an hour ahead, and a rebuild asks for the messages of a time.
 */
export const topicSettings: Readonly<Record<Topic, TopicSettings>> = {
  [topics.records]: { partitions: 12, config: settings('delete', 7, 2) },
  [topics.alerts]: { partitions: 6, config: settings('delete', 35, 2) },
  [topics.changes]: { partitions: 3, config: settings('compact', undefined, 1) },
  [topics.deliveries]: { partitions: 6, config: settings('compact,delete', 35, 1) },
  // Nothing is compacted while somebody may still be in the middle of writing or reading a push.
  [topics.rulesState]: {
    partitions: 1,
    config: { ...settings('compact', undefined, 2), 'min.compaction.lag.ms': String(dayMs / 24) },
  },
  [topics.quarantine]: { partitions: 3, config: settings('delete', 30, 1) },
  [topics.deadLetters]: { partitions: 3, config: settings('delete', 30, 2) },
};

function settings(cleanup: string, days: number | undefined, maxMiB: number): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': cleanup,
    ...(days !== undefined && { 'retention.ms': String(days * dayMs) }),
    'max.message.bytes': String(maxMiB << 20),
    'compression.type': 'gzip',
    'message.timestamp.type': 'LogAppendTime',
  };
}
