import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Admin as Remover } from '@platformatic/kafka';
import { topics } from '@trailhound/contracts';
import { LogReader, message, messages } from '@trailhound/ports/contracts';
import { freePort, startKafka, waitUntil } from '@trailhound/testkit/launchers';
import { type TestLogger, testLogger, testService } from '@trailhound/testkit/vitest';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KafkaRecordLog, openKafkaLog, TopicMissing } from './index.js';
import { type KafkaClientName, type KafkaOptions, kafkaClientNames } from './kafka-options.js';

const topic = topics.records;
const awaySaid = /cannot be reached/;
const backSaid = /is reachable again/;
const broker = testService(() => startKafka());

let client: KafkaClientName = 'kafkajs';
let test = 0;
let topicPrefix = '';
let logger: TestLogger = testLogger();
let opened: KafkaRecordLog[] = [];

beforeEach(() => {
  test += 1;
  topicPrefix = `faults-${test}.`;
  logger = testLogger();
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((log) => log.close()));
});

async function open(options: Partial<KafkaOptions> = {}): Promise<KafkaRecordLog> {
  const log = await openKafkaLog({
    client,
    ...{ brokers: [broker.get().address], clientId: 'faults', logger, topicPrefix },
    ...{ sessionTimeoutMs: 6000, rebalanceTimeoutMs: 10_000 },
    ...options,
  });
  opened.push(log);
  return log;
}

describe.each(kafkaClientNames)('with %s', (name) => {
  beforeAll(() => {
    client = name;
  });

  describe('topics', () => {
    it('that are missing are one sentence saying what to do', async () => {
      const missing = (await open()).ensureTopics({ create: false });
      await expect(missing).rejects.toThrow(TopicMissing);
      await expect(missing).rejects.toThrow(`${topicPrefix}${topic}`);
      await expect(missing).rejects.toThrow('kafka.createTopics: true');
    });

    it('are made by several services at once, each once', async () => {
      const made = await Promise.all(
        Array.from({ length: 4 }, async () => (await open()).ensureTopics({ create: true })),
      );
      expect(made.flat().sort()).toEqual(
        Object.values(topics)
          .map((name) => `${topicPrefix}${name}`)
          .sort(),
      );
      // A broker learns a moment later what the controller made.
      const log = await open();
      const missing = () => log.ensureTopics({ create: false }).catch(({ message: words }: Error) => words);
      await expect.poll(missing, { timeout: 5000 }).toEqual([]);
    }, 60_000);

    it('more replicas than brokers are refused by the broker, not waited for', async () => {
      await expect((await open()).ensureTopics({ create: true, replicationFactor: 3 })).rejects.toThrow(/replication/i);
    });
  });

  describe('messages', () => {
    it('that are too large are refused by name, and those published with them get through', async () => {
      const log = await open();
      await log.ensureTopics({ create: true });
      const huge = { key: 'huge', value: randomBytes(3 << 20), headers: {} };
      const results = await Promise.allSettled([
        log.publish(topic, messages(20, 'a')),
        log.publish(topic, [message('before'), huge, message('after')]),
        log.publish(topic, messages(20, 'b')),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(results[1]).toMatchObject({ reason: { code: 'LOG_MESSAGE_REFUSED', message: /huge/ } });
      const reader = new LogReader(log, topic);
      await reader.hasRead(42);
      await reader.stop();
      expect(new Set(reader.keys)).toEqual(
        new Set([...messages(20, 'a'), ...messages(20, 'b')].map(({ key }) => key).concat('before', 'after')),
      );
    }, 60_000);
  });

  describe('a group', () => {
    it('whose members come and go under load reads everything, and no commit goes back', async () => {
      const log = await open();
      await log.ensureTopics({ create: true, partitions: 6 });
      const committed = new Map<number, bigint>();
      const backwards: string[] = [];
      const member = async () => {
        const reader: LogReader = new LogReader(await open(), topic, {
          maxBatch: 20,
          before: async () => void (await sleep(5)),
        });
        const commit = reader.consumer.commit.bind(reader.consumer);
        reader.consumer.commit = async (of, partition, next) => {
          await commit(of, partition, next);
          const before = committed.get(partition) ?? 0n;
          if (next < before) backwards.push(`${partition}: ${before} to ${next}`);
          committed.set(partition, next);
        };
        return reader;
      };
      const total = 6000;
      const publishing = (async () => {
        for (let at = 0; at < total / 100; at += 1) {
          await log.publish(topic, messages(100, `m${at}-`));
          await sleep(50);
        }
      })();
      const readers = [await member()];
      await readers[0]?.hasRead(100);
      readers.push(await member(), await member());
      await sleep(2000);
      await readers[0]?.stop();
      readers.push(await member());
      await sleep(1500);
      await readers[1]?.stop();
      await readers[2]?.stop();
      await publishing;
      const read = () => new Set(readers.flatMap((reader) => reader.keys));
      await waitUntil('everything is read', () => read().size === total, 60_000);
      await readers[3]?.stop();
      expect(backwards).toEqual([]);
    }, 120_000);

    it('that took a member for dead commits nothing of what that member still has in hand', async () => {
      const log = await open();
      await log.ensureTopics({ create: true, partitions: 1 });
      await log.publish(topic, messages(5));
      const consumer = log.consumer({ topic, group: 'readers' });
      const inHand = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const refused = Promise.withResolvers<string>();
      const running = consumer.run(async (batch) => {
        inHand.resolve();
        await goOn.promise;
        await consumer.commit(topic, batch.partition, 1n).then(
          () => refused.resolve('committed'),
          () => refused.resolve('refused'),
        );
      });
      await inHand.promise;
      await membersRemoved();
      await committedBefore(5);
      goOn.resolve();
      expect(await refused.promise).toBe('refused');
      await waitUntil('it is a member again', async () => (await consumer.committed(topic, 0)) === 5n, 30_000);
      await consumer.stop();
      await running;
    }, 60_000);

    it('whose commits lie behind the end of a log that was made anew reads from its beginning, and says so', async () => {
      const log = await open();
      await log.ensureTopics({ create: true, partitions: 1 });
      await log.publish(topic, messages(5, 'new'));
      await committedBefore(500);
      const reader = new LogReader(log, topic);
      await reader.hasRead(5);
      await reader.stop();
      expect(reader.keys).toEqual(messages(5, 'new').map(({ key }) => key));
      expect(logger.count(/made anew/)).toBe(1);
    }, 60_000);

    it('whose next messages were deleted before they were read goes on, and says how many', async () => {
      const log = await open();
      await log.ensureTopics({ create: true, partitions: 1 });
      await log.publish(topic, messages(50));
      await committedBefore(10);
      await deletedBefore(30);
      const reader = new LogReader(log, topic);
      await reader.hasRead(20);
      await reader.stop();
      expect(reader.keys).toHaveLength(20);
      const gap = logger.entries.find(({ message: words }) => words.includes('data_gap'));
      expect(gap).toMatchObject({ level: 'error', facts: { expected: '10', got: '30', lost: '20' } });
    }, 60_000);

    it('says how many were deleted before a batch comes, since it may end before one does', async () => {
      const log = await open();
      await log.ensureTopics({ create: true, partitions: 1 });
      await log.publish(topic, messages(50));
      await committedBefore(10);
      await deletedBefore(30);
      const consumer = log.consumer({ topic, group: 'readers' });
      consumer.pause();
      const running = consumer.run(() => Promise.reject(new Error('nothing is read while paused')));
      await waitUntil('it is said', () => logger.count(/data_gap/) > 0, 30_000);
      await consumer.stop();
      await running;
      const gap = logger.entries.find(({ message: words }) => words.includes('data_gap'));
      expect(gap).toMatchObject({ level: 'error', facts: { expected: '10', got: '30', lost: '20' } });
    }, 60_000);
  });

  describe('a clock that is hours ahead', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 3_600_000 });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('keeps nobody from publishing: the broker says when it was', async () => {
      const log = await open();
      await log.ensureTopics({ create: true });
      await log.publish(topic, messages(3));
      vi.useRealTimers();
      const reader = new LogReader(await open(), topic);
      await reader.hasRead(3);
      await reader.stop();
      for (const { timestampMs } of reader.batches.flatMap(({ records }) => records))
        expect(Math.abs(timestampMs - Date.now())).toBeLessThan(60_000);
    }, 60_000);
  });

  describe('brokers that are away', () => {
    it('at the start are waited for, which is said once, and a client can still be closed', async () => {
      const nowhere = await open({ brokers: [`127.0.0.1:${await freePort()}`] });
      const publishing = nowhere.publish(topic, messages(1)).then(
        () => 'published',
        ({ code }) => code,
      );
      const ensuring = nowhere.ensureTopics({ create: true }).catch(() => 'given up');
      const reader = new LogReader(nowhere, topic);
      await sleep(4000);
      await expect(nowhere.ping()).rejects.toThrow();
      expect(logger.count(awaySaid)).toBe(1);
      const before = Date.now();
      await Promise.all([reader.stop(), nowhere.close()]);
      expect(Date.now() - before).toBeLessThan(8000);
      expect([await publishing, await ensuring]).toEqual(['STORE_CLOSED', 'given up']);
    }, 30_000);

    it('because they were killed come back, nothing published or read is lost, and each is said once', async () => {
      const warnings: Error[] = [];
      const onWarning = (warning: Error) => void warnings.push(warning);
      process.on('warning', onWarning);
      const log = await open();
      await log.ensureTopics({ create: true, partitions: 3 });
      const reader = new LogReader(log, topic);
      await log.publish(topic, messages(10, 'before'));
      await reader.hasRead(10);
      let sent = 0;
      let isOver = false;
      const publishing = Array.from({ length: 4 }, async (_, publisher) => {
        for (let at = 0; !isOver; at += 1) {
          await log.publish(topic, messages(3, `p${publisher}-${at}-`));
          sent += 3;
          await sleep(2);
        }
      });
      await sleep(500);
      await broker.get().kill();
      await sleep(4000);
      expect(logger.count(awaySaid)).toBe(1);
      await broker.get().start();
      const sentBefore = sent;
      await waitUntil('publishing goes on', () => sent > sentBefore + 30, 60_000);
      isOver = true;
      await Promise.all(publishing);
      await waitUntil('all is read', () => new Set(reader.keys).size === sent + 10, 60_000);
      await reader.stop();
      expect(logger.count(awaySaid)).toBe(1);
      expect(logger.count(backSaid)).toBe(1);
      process.off('warning', onWarning);
      expect(warnings.map(({ name }) => name)).not.toContain('TimeoutNegativeWarning');
    }, 120_000);

    it('because they hang are waited for too', async () => {
      // Shorter than the hang, which is no standstill of ours; long enough for a busy machine to go on after it.
      const log = await open({ progressTimeoutMs: 14_000 });
      await log.ensureTopics({ create: true, partitions: 1 });
      const reader = new LogReader(log, topic);
      await log.publish(topic, messages(5, 'a'));
      await reader.hasRead(5);
      broker.get().freeze();
      const publishing = log.publish(topic, messages(5, 'b'));
      await sleep(18_000);
      broker.get().thaw();
      await publishing;
      await waitUntil('all is read', () => new Set(reader.keys).size === 10, 60_000);
      await reader.stop();
    }, 120_000);
  });
});

/** A group's past, as another process left it. */
async function committedBefore(offset: number): Promise<void> {
  await asAdmin((admin) =>
    admin.setOffsets({
      groupId: `${topicPrefix}readers`,
      topic: `${topicPrefix}${topic}`,
      partitions: [{ partition: 0, offset: String(offset) }],
    }),
  );
}

/** The group sees its members dead, as after a long stop of their processes. */
async function membersRemoved(): Promise<void> {
  const admin = new Remover({ clientId: 'remover', bootstrapBrokers: [broker.get().address] });
  await admin.removeMembersFromConsumerGroup({ groupId: `${topicPrefix}readers` }).finally(() => admin.close());
}

async function deletedBefore(offset: number): Promise<void> {
  const of = `${topicPrefix}${topic}`;
  await asAdmin(async (admin) => {
    await admin.fetchTopicOffsets(of); // kafkajs looks the leader up only for this
    await admin.deleteTopicRecords({ topic: of, partitions: [{ partition: 0, offset: String(offset) }] });
  });
}

async function asAdmin(work: (admin: Admin) => Promise<void>): Promise<void> {
  const admin = new Kafka({ brokers: [broker.get().address], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await work(admin).finally(() => admin.disconnect());
}
