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
  it.each(['scram-sha-256', 'scram-sha-512'] as const)(
    'takes and gives messages by %s',
    async (mechanism) => {
      const log = await open({ client, ssl, sasl: { mechanism, ...user }, topicPrefix: `${client}.${mechanism}.` });
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
