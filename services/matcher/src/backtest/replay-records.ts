import { parseEventTime } from '@trailhound/cloudtrail';
import { parseOrigin, recordHeaderNames, topics } from '@trailhound/contracts';
import type { LogBatch, RecordLog } from '@trailhound/ports';
import type { RecordInput } from '../detect/evaluate-record.js';

export interface ReplayOptions {
  readonly log: RecordLog;
  /** Records the log took since then, epoch milliseconds; absent: from the first it still has. */
  readonly sinceMs?: number;
  /** And before then; absent: to its end as it is now. */
  readonly untilMs?: number;
  /** Told how many records there are to be read, before the first. */
  readonly onTotal?: (records: number) => void;
  readonly newId?: () => string;
}

/**
 * Reads what the topic of records holds now and visits each, one after the other. In a consumer group of its own that
 * commits nothing: no matcher notices. Rejects as the log does, and as `visit` does.
 */
export async function replayRecords(
  { log, sinceMs, untilMs, onTotal, newId = () => crypto.randomUUID() }: ReplayOptions,
  visit: (record: RecordInput) => void | Promise<void>,
): Promise<void> {
  const topic = topics.records;
  const bounds = await log.bounds(topic);
  const since = sinceMs === undefined ? undefined : await log.offsetsForTime(topic, sinceMs);
  const until = untilMs === undefined ? undefined : await log.offsetsForTime(topic, untilMs);
  const left = new Map<number, { readonly from: bigint; readonly to: bigint }>();
  for (const [partition, { first, next }] of bounds) {
    const from = since?.get(partition) ?? first;
    const to = until?.get(partition) ?? next;
    if (from < to) left.set(partition, { from, to });
  }
  onTotal?.([...left.values()].reduce((sum, { from, to }) => sum + Number(to - from), 0));
  if (left.size === 0) return;
  const consumer = log.consumer({ topic, group: `trailhound-backtest-${newId()}` });
  let failure: unknown;

  async function take({ partition, records }: LogBatch): Promise<void> {
    const range = left.get(partition);
    const last = records.at(-1);
    if (range === undefined || last === undefined) return;
    if (last.offset < range.from) return consumer.seek(topic, partition, range.from);
    for (const record of records) {
      if (record.offset < range.from || record.offset >= range.to || record.value === null) continue;
      const origin = parseOrigin(record.header(recordHeaderNames.origin));
      const at = origin ?? { input: `${topic}/${partition}`, index: Number(record.offset) };
      const time = parseEventTime(record.header(recordHeaderNames.eventTime) ?? '');
      const eventTimeMs = time.ok ? time.epochMs : undefined;
      await visit({ bytes: record.value, at, origin, uid: record.header(recordHeaderNames.uid), eventTimeMs });
    }
    if (last.offset + 1n >= range.to) left.delete(partition);
  }

  // Partitions come side by side; the visitor is called for one record at a time.
  let turn: Promise<void> = Promise.resolve();
  const run = consumer.run(async (batch) => {
    turn = turn
      .then(() => take(batch))
      .catch((error: unknown) => {
        failure ??= error;
      });
    await turn;
    if (failure !== undefined || left.size === 0) void consumer.stop();
  });
  await run;
  if (failure !== undefined) throw failure;
}
