import type { Logger } from '@trailhound/ports';
import { Kafka, type KafkaConfig, logLevel, type SASLOptions } from 'kafkajs';
import type { KafkaOptions, SaslOptions } from './kafka-options.js';
import { mendRequestQueueTimer } from './request-queue-timer.js';

/**
 * A kafkajs client with the settings this product needs. The client-level retries matter: a producer's own do not cover
 * a cluster that is down as a whole (measured on 2.2.4), so they are many, and `publish` loops around them.
 */
export function kafkaClient(options: KafkaOptions): Kafka {
  mendRequestQueueTimer();
  const config: KafkaConfig = {
    clientId: options.clientId,
    brokers: [...options.brokers],
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 200, maxRetryTime: 5000, retries: 60 },
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
