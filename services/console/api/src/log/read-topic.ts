import { randomUUID } from 'node:crypto';
import type { Topic } from '@trailhound/contracts';
import type { LogRecord, RecordLog } from '@trailhound/ports';

/**
 * Visits every message of a topic that the log took at `fromMs` or later, up to what it holds when called; in order within
 * a partition. Commits nothing: it reads beside the groups that work. `visit` answers false to end it early.
 */
export async function readTopic(
  log: RecordLog,
  topic: Topic,
  fromMs: number,
  visit: (record: LogRecord) => boolean,
): Promise<void> {
  const [bounds, starts] = await Promise.all([log.bounds(topic), log.offsetsForTime(topic, fromMs)]);
  const waiting = new Map<number, bigint>();
  for (const [partition, { first, next }] of bounds) {
    if ((starts.get(partition) ?? first) < next) waiting.set(partition, next);
  }
  if (waiting.size === 0) return;
  const consumer = log.consumer({ topic, group: `console-reader-${randomUUID()}` });
  const done = Promise.withResolvers<void>();
  const running = consumer.run(async ({ partition, records }) => {
    const end = waiting.get(partition);
    const last = records.at(-1);
    if (end === undefined || last === undefined) return;
    const start = starts.get(partition) ?? 0n;
    // What lies before the time is passed over in one step.
    if (last.offset < start) return consumer.seek(topic, partition, start);
    for (const record of records) {
      const isWanted = record.offset >= start && record.offset < end;
      if (isWanted && !visit(record)) return done.resolve();
    }
    if (last.offset + 1n < end) return;
    waiting.delete(partition);
    if (waiting.size === 0) done.resolve();
  });
  running.then(done.resolve, done.reject);
  try {
    await done.promise;
  } finally {
    await consumer.stop();
    await running.catch(() => undefined);
  }
}
