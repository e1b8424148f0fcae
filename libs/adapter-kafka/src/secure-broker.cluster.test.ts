import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { topics } from '@trailhound/contracts';
import { LogReader, messages } from '@trailhound/ports/contracts';
import { selfSignedCertificate } from '@trailhound/testkit';
import { startSecureKafka, waitUntil } from '@trailhound/testkit/launchers';
import { testLogger, testService } from '@trailhound/testkit/vitest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type KafkaOptions, kafkaClientNames, openKafkaLog, type SaslOptions } from './index.js';

const user = { username: 'trailhound', password: randomBytes(12).toString('hex') };
const certificate = selfSignedCertificate({ names: ['127.0.0.1'] });
const broker = testService(() => startSecureKafka({ ...certificate, ...user }));
const sasl: SaslOptions = { mechanism: 'scram-sha-512', ...user };
/** As the broker's validator for development takes it: a claim that nobody signed, good for a minute. */
function unsignedToken(): SaslOptions {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = async () => {
    const now = Math.floor(Date.now() / 1_000);
    return { value: `${part({ alg: 'none' })}.${part({ sub: 'trailhound', iat: now, exp: now + 60 })}.` };
  };
  return { mechanism: 'oauthbearer', token };
}
const ssl = { ca: certificate.cert };

async function open(options: Partial<KafkaOptions>) {
  const log = await openKafkaLog({
    ...{ brokers: [broker.get().secureAddress], clientId: 'secure', logger: testLogger(), sessionTimeoutMs: 6000 },
    ...options,
  });
  onTestFinished(() => log.close());
  return log;
}

describe.each(kafkaClientNames)('with %s, a broker that asks for TLS and a password', (client) => {
  const ways: readonly SaslOptions[] = [
    { mechanism: 'scram-sha-256', ...user },
    { mechanism: 'scram-sha-512', ...user },
    unsignedToken(),
  ];
  it.each(ways)(
    'takes and gives messages by $mechanism',
    async (way) => {
      const log = await open({ client, ssl, sasl: way, topicPrefix: `${client}.${way.mechanism}.` });
      await log.ensureTopics({ create: true, partitions: 2 });
      await log.publish(topics.records, messages(50));
      const reader = new LogReader(log, topics.records);
      await waitUntil('all is read', () => reader.keys.length >= 50, 90_000);
      await reader.stop();
      expect(new Set(reader.keys).size).toBe(50);
    },
    120_000,
  );

  it('refuses a wrong password, and it is told at once', async () => {
    const log = await open({ client, ssl, sasl: { ...sasl, password: 'wrong' } });
    await expect(log.ensureTopics({ create: true })).rejects.toThrow(/authenticat|credentials/i);
  }, 120_000);

  it('that shows a certificate of nobody known is waited for, and the reason is told', async () => {
    const logger = testLogger();
    const log = await open({ client, ssl: true, sasl, logger });
    const asking = log.ensureTopics({ create: true }).catch(() => undefined);
    const said = () => logger.entries.find(({ message }) => /Kafka cannot be reached/.test(message));
    await waitUntil('it is said', () => said() !== undefined, 60_000);
    expect(inspect(said()?.facts['err'], { depth: 8 })).toMatch(/self.signed certificate/);
    await log.close();
    await asking;
  }, 120_000);
});
