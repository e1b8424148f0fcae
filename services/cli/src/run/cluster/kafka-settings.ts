import type { KafkaOptions, SaslOptions } from '@trailhound/adapter-kafka';
import { parseDuration } from '@trailhound/contracts';
import type { Config, Logger, Secrets } from '@trailhound/runtime';
import { secretOf, tlsTexts } from './secret-files.js';

type KafkaConfig = NonNullable<Config['kafka']>;

/** What the configuration says of Kafka, its files read. A file that cannot be read ends the command. */
export async function kafkaSettings(
  kafka: KafkaConfig,
  { service, logger, secrets }: { readonly service: string; readonly logger: Logger; readonly secrets: Secrets },
): Promise<KafkaOptions> {
  const sessionTimeoutMs = parseDuration(kafka.sessionTimeout);
  const sasl = kafka.sasl && (await saslOf(kafka.sasl, secrets));
  const ssl = typeof kafka.ssl === 'boolean' ? kafka.ssl : await tlsTexts(kafka.ssl, 'kafka.ssl', secrets);
  return {
    ...{
      client: kafka.client,
      brokers: kafka.brokers,
      clientId: `trailhound-${service}`,
      topicPrefix: kafka.topicPrefix,
      logger,
    },
    ...(ssl !== false && { ssl }),
    ...(sasl && { sasl }),
    ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
  };
}

async function saslOf(sasl: NonNullable<KafkaConfig['sasl']>, secrets: Secrets): Promise<SaslOptions> {
  const { mechanism, username = '', passwordFile = '', region, role, externalId } = sasl;
  if (mechanism === 'aws-iam') {
    const { kafkaTokensOfAws } = await import('@trailhound/adapter-aws');
    const assumed = role !== undefined && { role: { arn: role, ...(externalId !== undefined && { externalId }) } };
    const token = kafkaTokensOfAws({ ...(region !== undefined && { region }), ...assumed });
    return { mechanism: 'oauthbearer', token };
  }
  const password = await secretOf(passwordFile, 'kafka.sasl.passwordFile', secrets);
  return { mechanism, username, password };
}
