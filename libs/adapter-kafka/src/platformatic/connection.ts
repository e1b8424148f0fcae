import type { BaseOptions, ConnectionOptions, SASLOptions } from '@platformatic/kafka';
import type { KafkaOptions, SaslOptions } from '../kafka-options.js';
import { quickenGzip } from './quick-gzip.js';

export const requestTimeoutMs = 15_000;

/**
 * How every connection of this client is made. It retries nothing by itself: the adapter loops around it and says so, and
 * a commit that the client repeats after joining again would be one under a generation that never read the batch.
 */
export function connectionOptions(options: KafkaOptions): BaseOptions {
  quickenGzip();
  return {
    clientId: options.clientId,
    bootstrapBrokers: [...options.brokers],
    connectTimeout: 3000,
    requestTimeout: requestTimeoutMs,
    timeout: requestTimeoutMs,
    retries: 0,
    metadataMaxAge: 300_000,
    autocreateTopics: false,
    ...tlsFor(options.ssl),
    ...(options.sasl && { sasl: saslFor(options.sasl) }),
  };
}

function tlsFor(ssl: KafkaOptions['ssl']): Pick<ConnectionOptions, 'tls'> {
  if (ssl === undefined || ssl === false) return {};
  return { tls: ssl === true ? {} : { ...ssl } };
}

const mechanisms = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
} as const;

function saslFor(sasl: SaslOptions): SASLOptions {
  if (sasl.mechanism === 'oauthbearer')
    return { mechanism: 'OAUTHBEARER', token: async () => (await sasl.token()).value };
  return { mechanism: mechanisms[sasl.mechanism], username: sasl.username, password: sasl.password };
}
