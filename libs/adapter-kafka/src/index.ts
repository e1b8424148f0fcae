export { type EnsureTopicsOptions, TopicMissing } from './ensure-topics.js';
export { ConsumerStalled } from './kafka-consumer.js';
export { isPassing } from './kafka-errors.js';
export type { KafkaOptions, SaslOptions } from './kafka-options.js';
export { KafkaRecordLog } from './kafka-record-log.js';
export { MessageRefused } from './publisher.js';
export { type TopicSettings, topicSettings } from './topic-settings.js';
