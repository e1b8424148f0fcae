import { topics } from '@trailhound/contracts';
import type { RecordLog } from '@trailhound/ports';
import { expect } from 'vitest';
import { LogReader, message, messages } from './log-reader.js';
import { eventually } from './real-clock.js';

const topic = topics.records;

/** What a log promises the members of a consumer group; part of `recordLogContract`. */
export function consumerPromises(promise: (sentence: string, judge: (log: RecordLog) => Promise<void>) => void): void {
  promise('the next member goes on where the last one committed', async (log) => {
    await log.publish(topic, messages(10, 'a'));
    const first = new LogReader(log, topic);
    await first.hasRead(10);
    await first.stop();
    await log.publish(topic, messages(10, 'b'));
    const second = new LogReader(log, topic);
    await second.hasRead(10);
    await second.stop();
    expect(second.keys.every((key) => key.startsWith('b'))).toBe(true);
  });

  promise('what was read and not committed is read again', async (log) => {
    await log.publish(topic, messages(10));
    const careless = new LogReader(log, topic, { commits: false });
    await careless.hasRead(10);
    expect(await careless.consumer.committed(topic, 0)).toBeUndefined();
    await careless.stop();
    const careful = new LogReader(log, topic);
    await careful.hasRead(10);
    await careful.stop();
    expect(careful.keys).toHaveLength(10);
  });

  promise('a batch whose handling failed is delivered again, the same and before any other', async (log) => {
    await log.publish(topic, messages(30));
    const failed: string[] = [];
    const reader = new LogReader(log, topic, {
      maxBatch: 10,
      before: ({ partition, records }) => {
        const id = `${partition} ${records[0]?.offset}`;
        if (failed.includes(id)) return;
        failed.push(id);
        throw new Error('the store is down');
      },
    });
    await reader.hasRead(30);
    await reader.stop();
    expect(new Set(reader.keys).size).toBe(30);
    expect(reader.keys).toHaveLength(30);
    const taken = reader.batches.map(({ partition, records }) => `${partition} ${records[0]?.offset}`);
    const byPartition = (ids: readonly string[]) => Object.groupBy(ids, (id) => id.split(' ')[0] ?? '');
    expect(byPartition(taken)).toEqual(byPartition(failed));
  });

  promise('seeking back reads again, also behind what was committed', async (log) => {
    await log.publish(topic, messages(20));
    let hasSought = false;
    const reader = new LogReader(log, topic, {
      before: async ({ partition, records }, { consumer, batches }) => {
        if (hasSought || batches.length === 0 || batches[0]?.partition !== partition) return;
        hasSought = true;
        consumer.seek(topic, partition, batches[0]?.records[0]?.offset ?? 0n);
        throw new Error(`read again before ${records[0]?.offset}`);
      },
      maxBatch: 1,
    });
    await eventually('the first message of a partition read twice', () => {
      const [first] = reader.batches;
      const again = reader.batches.filter(
        ({ partition, records }) => partition === first?.partition && records[0]?.key === first.records[0]?.key,
      );
      return again.length === 2 && new Set(reader.keys).size === 20;
    });
    await reader.stop();
  });

  promise('seeking ahead passes over what lies between, and reading goes on from there', async (log) => {
    await log.publish(topic, messages(60));
    const bounds = await log.bounds(topic);
    const target = (partition: number) => (bounds.get(partition)?.next ?? 0n) - 2n;
    const consumer = log.consumer({ topic, group: `ahead-${crypto.randomUUID()}`, maxBatch: 1 });
    const read: { readonly partition: number; readonly offset: bigint }[] = [];
    const running = consumer.run(async ({ partition, records }) => {
      const offset = records.at(-1)?.offset ?? 0n;
      read.push({ partition, offset });
      if (offset < target(partition)) consumer.seek(topic, partition, target(partition));
    });
    const filled = [...bounds].filter(([, { first, next }]) => first < next);
    await eventually('the end of every partition read', () =>
      filled.every(([partition, { next }]) =>
        read.some((one) => one.partition === partition && one.offset === next - 1n),
      ),
    );
    await consumer.stop();
    await running;
    for (const [partition, { first, next }] of filled) {
      const offsets = read.filter((one) => one.partition === partition).map(({ offset }) => offset);
      const expected = next - first > 2n ? [first, next - 2n, next - 1n] : [first, next - 1n];
      expect([partition, [...new Set(offsets)].sort()]).toEqual([partition, [...new Set(expected)].sort()]);
    }
  });

  promise('a paused reader reads nothing and goes on where it was', async (log) => {
    const reader = new LogReader(log, topic);
    await log.publish(topic, [message('before')]);
    await reader.hasRead(1);
    reader.consumer.pause();
    reader.consumer.pause();
    await log.publish(topic, messages(5));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const whilePaused = reader.keys.length;
    expect(whilePaused).toBeLessThanOrEqual(1);
    reader.consumer.resume();
    await reader.hasRead(6);
    await reader.stop();
    expect(reader.keys).toHaveLength(6);
  });

  promise('stopping finishes the batch in hand', async (log) => {
    await log.publish(topic, messages(5));
    let finished = 0;
    let aborted = false;
    const consumer = log.consumer({ topic, group: 'slow' });
    let started = () => {};
    const isStarted = new Promise<void>((resolve) => {
      started = resolve;
    });
    const running = consumer.run(async (batch, signal) => {
      started();
      await new Promise((resolve) => setTimeout(resolve, 200));
      aborted ||= signal.aborted;
      await consumer.commit(topic, batch.partition, (batch.records.at(-1)?.offset ?? 0n) + 1n);
      finished += 1;
    });
    await isStarted;
    await consumer.stop();
    await running;
    expect(finished).toBeGreaterThan(0);
    expect(aborted).toBe(true);
  });

  promise('two members share the work, and when one leaves the other reads all', async (log) => {
    const one = new LogReader(log, topic);
    const two = new LogReader(log, topic);
    const read = () => [...one.keys, ...two.keys];
    await log.publish(topic, messages(100, 'a'));
    await eventually('both have read all', () => new Set(read()).size === 100);
    await one.stop();
    await log.publish(topic, messages(100, 'b'));
    await eventually('the other has read the rest', () => two.keys.filter((key) => key.startsWith('b')).length >= 100);
    await two.stop();
  });

  promise('lag is what is not committed, and its age', async (log) => {
    await log.publish(topic, messages(12));
    const reader = new LogReader(log, topic, { commits: false });
    await reader.hasRead(12);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const behind = await reader.consumer.lag();
    expect(behind.reduce((sum, { records }) => sum + records, 0n)).toBe(12n);
    expect(Math.max(...behind.map(({ seconds }) => seconds))).toBeGreaterThan(0);
    for (const { partition, records } of reader.batches) {
      await reader.consumer.commit(topic, partition, (records.at(-1)?.offset ?? 0n) + 1n);
    }
    const done = await reader.consumer.lag();
    expect(done.map(({ records, seconds }) => [records, seconds])).toEqual(done.map(() => [0n, 0]));
    await reader.stop();
  });
}
