// The error classes are spread into kafkajs' exports, where Node's ES module loader does not find them by name.
import kafkajs from 'kafkajs';

export const { KafkaJSError, KafkaJSAggregateError } = kafkajs;
