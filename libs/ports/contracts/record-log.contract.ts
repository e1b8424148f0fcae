import { topics } from '@trailhound/contracts';
import type { RecordLog } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { consumerPromises } from './log-consumer-promises.js';
import { LogReader, message, messages, textOf } from './log-reader.js';
import { eventually } from './real-clock.js';
import { type Subject, withSubject } from './subject.js';

export interface RecordLogCapabilities {
  /** Partitions of `cloudtrail.records` in a fresh log. */
  readonly partitions: number;
  /** The largest message taken; absent where there is no bound worth testing. */
  readonly maxMessageBytes?: number;
  /** Bound of one test: joining a group takes a cluster seconds. Default 30 s. */
  readonly timeoutMs?: number;
}

const topic = topics.records;

/** The promises of {@link RecordLog}. `open` gives a log without any message or group. */
export function recordLogContract(
  name: string,
  open: () => Promise<Subject<RecordLog>>,
  { partitions, maxMessageBytes, timeoutMs = 30_000 }: RecordLogCapabilities,
): void {
  const promise = (sentence: string, judge: (log: RecordLog, subject: Subject<RecordLog>) => Promise<void>) =>
    it(sentence, () => withSubject(open, judge), timeoutMs);

  describe(`${name} keeps the RecordLog promise`, () => {
    promise('what is published is read with key, bytes and headers', async (log) => {
      const value = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const headers = { uid: 'ü-1', 'event-name': 'CreateUser', origin: '{"input":"a\\nb"}' };
      const before = Date.now();
      await log.publish(topic, [{ key: 'k', value, headers }]);
      const reader = new LogReader(log, topic);
      await reader.hasRead(1);
      await reader.stop();
      const [record] = reader.batches.flatMap(({ records }) => records);
      expect(record).toMatchObject({ key: 'k' });
      for (const [name, text] of Object.entries(headers)) expect(record?.header(name)).toBe(text);
      for (const name of ['event-source', 'toString', '__proto__']) expect(record?.header(name)).toBeUndefined();
      expect([...(record?.value ?? [])]).toEqual([...value]);
      expect(Math.abs((record?.timestampMs ?? 0) - before)).toBeLessThan(60_000);
    });

    promise('a null value is a tombstone, not an empty message', async (log) => {
      await log.publish(topic, [
        { key: 'gone', value: null, headers: {} },
        { key: 'empty', value: new Uint8Array(), headers: {} },
      ]);
      const reader = new LogReader(log, topic);
      await reader.hasRead(2);
      await reader.stop();
      const values = new Map(
        reader.batches.flatMap(({ records }) => records.map((record) => [record.key, record.value])),
      );
      expect(values.get('gone')).toBeNull();
      expect(values.get('empty')).toHaveLength(0);
    });

    promise('every message comes once, in order within a partition, offsets growing', async (log) => {
      await Promise.all([log.publish(topic, messages(300, 'a')), log.publish(topic, messages(300, 'b'))]);
      const reader = new LogReader(log, topic);
      await reader.hasRead(600);
      await reader.stop();
      expect(new Set(reader.keys).size).toBe(600);
      expect(reader.keys).toHaveLength(600);
      for (const [, batches] of Map.groupBy(reader.batches, ({ partition }) => partition)) {
        const records = batches.flatMap((batch) => batch.records);
        for (const [at, { offset }] of records.entries()) expect(offset > (records[at - 1]?.offset ?? -1n)).toBe(true);
        for (const publisher of ['a', 'b']) {
          const numbers = records.filter(({ key }) => key.startsWith(publisher)).map(({ key }) => Number(key.slice(1)));
          expect(numbers).toEqual(numbers.toSorted((x, y) => x - y));
        }
      }
    });

    promise('one key always goes to one partition', async (log) => {
      for (let round = 0; round < 3; round += 1) await log.publish(topic, messages(30));
      const reader = new LogReader(log, topic);
      await reader.hasRead(90);
      await reader.stop();
      const places = new Set(
        reader.batches.flatMap((batch) => batch.records.map(({ key }) => `${key} ${batch.partition}`)),
      );
      expect(places.size).toBe(30);
    });

    promise('a new group begins with the earliest message, and every group sees every message', async (log) => {
      await log.publish(topic, messages(20));
      const one = new LogReader(log, topic, { group: 'one' });
      const other = new LogReader(log, topic, { group: 'other' });
      await Promise.all([one.hasRead(20), other.hasRead(20)]);
      await Promise.all([one.stop(), other.stop()]);
      expect([...one.keys].sort()).toEqual([...other.keys].sort());
    });

    promise('a waiting reader is told of new messages without delay', async (log) => {
      const reader = new LogReader(log, topic);
      await log.publish(topic, [message('first')]);
      await reader.hasRead(1);
      const before = Date.now();
      await log.publish(topic, [message('second')]);
      await reader.hasRead(2);
      expect(Date.now() - before).toBeLessThan(2_000);
      await reader.stop();
    });

    promise('batches hold no more than asked for, and know the end of the log', async (log) => {
      await log.publish(topic, messages(50));
      const reader = new LogReader(log, topic, { maxBatch: 7 });
      await reader.hasRead(50);
      await reader.stop();
      const bounds = await log.bounds(topic);
      for (const { records, partition, endOffset } of reader.batches) {
        expect(records.length).toBeLessThanOrEqual(7);
        expect(endOffset).toBe(bounds.get(partition)?.next);
      }
    });

    consumerPromises(promise);

    promise('offsets are found by time, and the bounds are known', async (log) => {
      expect([...(await log.bounds(topic)).values()].every(({ first, next }) => first === next)).toBe(true);
      await log.publish(topic, messages(40, 'a'));
      await new Promise((resolve) => setTimeout(resolve, 60));
      const between = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 60));
      const middle = await log.bounds(topic);
      await log.publish(topic, messages(40, 'b'));
      const bounds = await log.bounds(topic);
      expect(bounds.size).toBe(partitions);
      const total = [...bounds.values()].reduce((sum, { first, next }) => sum + next - first, 0n);
      expect(total).toBe(80n);
      for (const [partition, offset] of await log.offsetsForTime(topic, between)) {
        expect(offset).toBe(middle.get(partition)?.next);
      }
      for (const [partition, offset] of await log.offsetsForTime(topic, 0)) {
        expect(offset).toBe(bounds.get(partition)?.first);
      }
      for (const [partition, offset] of await log.offsetsForTime(topic, Date.now() + 3_600_000)) {
        expect(offset).toBe(bounds.get(partition)?.next);
      }
    });

    promise('topics are apart', async (log) => {
      await log.publish(topics.alerts, [message('alert')]);
      await log.publish(topic, [message('record')]);
      const reader = new LogReader(log, topics.alerts);
      await reader.hasRead(1);
      await reader.stop();
      expect(reader.keys).toEqual(['alert']);
    });

    promise(
      'a killed process loses nothing that was acknowledged, neither messages nor commits',
      async (log, subject) => {
        if (subject.afterKill === undefined) return;
        await log.publish(topic, messages(25, 'a'));
        const reader = new LogReader(log, topic);
        await reader.hasRead(25);
        await eventually('all committed', async () =>
          (await reader.consumer.lag()).every(({ records }) => records === 0n),
        );
        await log.publish(topics.alerts, messages(5, 'alert'));
        const next = await subject.afterKill();
        await next.publish(topic, messages(5, 'b'));
        const again = new LogReader(next, topic);
        const alerts = new LogReader(next, topics.alerts, { group: 'readers-of-alerts' });
        await Promise.all([again.hasRead(5), alerts.hasRead(5)]);
        expect([...again.keys].sort()).toEqual(['b0', 'b1', 'b2', 'b3', 'b4']);
        expect(alerts.batches.flatMap(({ records }) => records.map(textOf)).sort()).toEqual(
          messages(5, 'alert').map(({ key }) => key),
        );
        await Promise.all([again.stop(), alerts.stop()]);
      },
    );

    it.skipIf(maxMessageBytes === undefined)(
      'a message that is too large is refused by name, and the log goes on',
      () =>
        withSubject(open, async (log) => {
          const value = new Uint8Array((maxMessageBytes ?? 0) + 1);
          await expect(log.publish(topic, [{ key: 'huge', value, headers: {} }])).rejects.toMatchObject({
            code: 'LOG_MESSAGE_REFUSED',
          });
          await log.publish(topic, [message('small')]);
          const reader = new LogReader(log, topic);
          await reader.hasRead(1);
          await reader.stop();
          expect(reader.keys).toEqual(['small']);
        }),
      timeoutMs,
    );

    promise('answers while open, refuses when closed', async (log) => {
      await log.ping();
      await log.close();
      await expect(log.publish(topic, [message('late')])).rejects.toThrow();
    });
  });
}
