export { ConsumerStalled } from './consumer-errors.js';
export { type EnsureTopicsOptions, TopicMissing } from './ensure-topics.js';
export { isPassing } from './kafka-errors.js';
export { type KafkaClientName, type KafkaOptions, kafkaClientNames, type SaslOptions } from './kafka-options.js';
export type { KafkaRecordLog } from './kafka-record-log.js';
export { openKafkaLog } from './open-kafka-log.js';
export { MessageRefused } from './publisher.js';
export { createTopicSender } from './topic-sender.js';
export { type TopicSettings, topicSettings } from './topic-settings.js';
