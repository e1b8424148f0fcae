import { z } from 'zod';
import { httpOutcome } from '../../delivery/outcome.js';
import { attemptTimeoutMs, type Brokers } from '../channel.js';
import { defineDestination } from '../destination-kind.js';
import { formatBody } from '../formats/body-format.js';
import { cloudEvent, cloudEventHeaders } from '../formats/cloudevents.js';
import { subjectOf } from '../formats/subject.js';
import { SecretPath, SecretText, secretSources } from '../secret-list.js';

const encoder = new TextEncoder();

const Broker = z.string().regex(/^(\[[0-9A-Fa-f:.]+\]|[\w.-]+):\d{1,5}$/, 'write host:port, such as kafka-1:9092');

const Sasl = z.strictObject({
  mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).describe('as the brokers are set up'),
  username: z.string().min(1).describe('the user'),
});

/** `destinations.<name>.kafka` of the configuration: a topic on any cluster, also on the pipeline’s own. */
export const KafkaSettings = z
  .strictObject({
    brokers: z.union([Broker, z.array(Broker).min(1)]).describe('host:port of one or more brokers'),
    topic: z
      .string()
      .regex(/^[\w.-]{1,249}$/, 'letters, digits, dots, hyphens and underscores')
      .describe('the topic, which has to exist'),
    ssl: z.boolean().default(false).describe('TLS with the system’s authorities'),
    sasl: Sasl.optional().describe('how to sign in'),
    passwordFile: SecretPath.optional().describe('file that holds the password of sasl'),
    password: SecretText.optional().describe('the password itself, for demonstrations; prefer passwordFile'),
    format: z
      .enum(['trailhound', 'cloudevents', 'ocsf'])
      .default('trailhound')
      .describe('the value: the webhook’s body, its data as a CloudEvent in binary mode, or an OCSF finding'),
    changes: z.boolean().default(false).describe('also tell when people acknowledge, close or reopen an alert'),
  })
  .check(({ value, issues }) => {
    const given = [value.passwordFile, value.password].filter((one) => one !== undefined).length;
    const wanted = value.sasl === undefined ? 0 : 1;
    if (given !== wanted) {
      issues.push({ code: 'custom', input: value, message: 'sasl and one of passwordFile, password go together' });
    }
  });
export type KafkaSettings = z.output<typeof KafkaSettings>;

/** Messages in a Kafka topic, key = alert id. */
export const kafka = defineDestination<KafkaSettings>({
  name: 'kafka',
  settings: KafkaSettings,
  secrets: ({ passwordFile, password }) => secretSources('password', passwordFile, password),
  open({ brokers: given, topic, ssl, sasl, format, changes }, [password], { consoleUrl }) {
    const addresses = typeof given === 'string' ? [given] : given;
    const brokers: Brokers = {
      ...{ addresses, tls: ssl },
      ...(sasl && password !== undefined && { sasl: { ...sasl, password } }),
    };
    return {
      ok: true,
      value: {
        ...{ kind: 'kafka', target: `${addresses[0]} ${topic}`, secrets: password === undefined ? [] : [password] },
        followsChanges: changes,
        outcome: httpOutcome,
        request({ notice, deliveryId, number }) {
          const key = subjectOf(notice).id;
          const own = { 'trailhound-delivery': deliveryId, 'trailhound-attempt': String(number) };
          const shared = { over: 'kafka', brokers, topic, key, timeoutMs: attemptTimeoutMs } as const;
          if (format === 'cloudevents') {
            const event = cloudEvent(notice, deliveryId, consoleUrl);
            const headers = { ...cloudEventHeaders(event), ...own };
            return { ...shared, headers, value: encoder.encode(JSON.stringify(event.data)) };
          }
          const { contentType, body } = formatBody(format, notice, deliveryId, consoleUrl);
          const headers = { 'content-type': contentType, ...own };
          return { ...shared, headers, value: encoder.encode(JSON.stringify(body)) };
        },
      },
    };
  },
});
