import type { Logger } from '@trailhound/ports';

export type SaslOptions =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: string;
    }
  /** Answers a bearer token each time one is needed: OAUTHBEARER, and IAM by a token provider. */
  | { readonly mechanism: 'oauthbearer'; readonly token: () => Promise<{ readonly value: string }> };

/** The client libraries there are. */
export const kafkaClientNames = ['kafkajs', 'platformatic'] as const;
export type KafkaClientName = (typeof kafkaClientNames)[number];

/** How to reach the brokers. */
export interface KafkaOptions {
  /** Default kafkajs. */
  readonly client?: KafkaClientName;
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  /** Names this process in broker logs and quotas. */
  readonly clientId: string;
  /** True for TLS with the system's authorities, or the PEM texts. */
  readonly ssl?: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: SaslOptions;
  /** In front of every topic and consumer group name. Default none. */
  readonly topicPrefix?: string;
  readonly logger: Logger;
  /** No progress on a partition with lag for this long ends the consumer. Default 60,000. */
  readonly progressTimeoutMs?: number;
  /** Group session timeout. Default 30,000; tests use less. */
  readonly sessionTimeoutMs?: number;
  readonly rebalanceTimeoutMs?: number;
}
