import type { Logger } from '@trailhound/ports';
import { Kafka, type KafkaConfig, logLevel, type RetryOptions, type SASLOptions } from 'kafkajs';
import type { KafkaOptions, SaslOptions } from '../kafka-options.js';
import { leanDecoder } from './lean-decoder.js';
import { leanEncoder } from './lean-encoder.js';
import { quickenGzip } from './quick-gzip.js';
import { mendRequestQueueTimer } from './request-queue-timer.js';
import { sockets } from './sockets.js';

/**
 * How long kafkajs itself keeps trying. A consumer should: giving up costs it its place in the group, and the others wait
 * for it until its session is over. A producer or a question should not: this adapter loops around them, and says so.
 */
const patience: Readonly<Record<'consumer' | 'caller', RetryOptions>> = {
  consumer: { initialRetryTime: 200, maxRetryTime: 2000, retries: 120 },
  caller: { initialRetryTime: 100, maxRetryTime: 1000, retries: 3 },
};

/** A kafkajs client with the settings this product needs. */
export function kafkaClient(options: KafkaOptions, use: keyof typeof patience): Kafka {
  mendRequestQueueTimer();
  quickenGzip();
  leanEncoder();
  leanDecoder();
  const config: KafkaConfig = {
    clientId: options.clientId,
    brokers: [...options.brokers],
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    enforceRequestTimeout: true,
    socketFactory: sockets(),
    retry: patience[use],
    logLevel: logLevel.INFO,
    logCreator: () => logTo(options.logger),
    ...(options.ssl !== undefined && { ssl: typeof options.ssl === 'boolean' ? options.ssl : { ...options.ssl } }),
    ...(options.sasl && { sasl: saslFor(options.sasl) }),
  };
  return new Kafka(config);
}

function saslFor(sasl: SaslOptions): SASLOptions {
  if (sasl.mechanism === 'oauthbearer') return { mechanism: 'oauthbearer', oauthBearerProvider: sasl.token };
  return { mechanism: sasl.mechanism, username: sasl.username, password: sasl.password };
}

/**
 * kafkajs reports every retry as an error. What it retries by itself is nothing for people to act on: it goes to
 * `debug`, and this adapter says once in its own words that the brokers cannot be reached.
 */
function logTo(
  logger: Logger,
): (entry: { namespace: string; log: { message: string; [fact: string]: unknown } }) => void {
  return ({ namespace, log }) => {
    const { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...facts } = log;
    logger.debug({ ...facts, kafkajs: namespace }, message);
  };
}
