import { Alert, parseNotice, topics } from '@trailhound/contracts';
import type { AlertIndex, Clock, LogBatch, LogRecord, PartitionLag, RecordLog } from '@trailhound/ports';
import { type Logger, lagGauges, type Metrics } from '@trailhound/runtime';

/** Consumer group of the console on topic `alerts`. */
export const indexerGroup = 'console';

export interface AlertIndexerOptions {
  readonly log: RecordLog;
  readonly alerts: AlertIndex;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Consumer group. Default {@link indexerGroup}; an index that is one of several needs one of its own. */
  readonly group?: string;
}

const lagEveryMs = 5_000;

export interface AlertIndexer {
  /** Reads topic `alerts` into the index until `stop`; rejects when the log fails for good. */
  run(): Promise<void>;
  /** Finishes the batch in hand. Idempotent. */
  stop(): Promise<void>;
  /** What is still to be indexed, per partition. */
  lag(): Promise<readonly PartitionLag[]>;
}

/**
 * Keeps the index up with the topic `alerts`: first put, then commit, so that a crash between them puts a batch again,
 * which changes nothing. A message that is no alert is counted, logged with its offset and passed over: it stays in the
 * topic, and the alerts after it must not wait for it.
 */
export function createAlertIndexer(options: AlertIndexerOptions): AlertIndexer {
  const { log, alerts, metrics, logger, clock, group = indexerGroup } = options;
  const consumer = log.consumer({ topic: topics.alerts, group });
  const changes = log.consumer({ topic: topics.changes, group: `${group}-changes` });
  const showLag = lagGauges(metrics);
  const stopping = new AbortController();
  const indexed = metrics.counter({
    name: 'trailhound_alerts_indexed_total',
    help: 'Messages of topic alerts taken by the console, by what became of them.',
    labels: ['result'],
  });

  async function take(batch: LogBatch): Promise<void> {
    const last = batch.records.at(-1);
    if (last === undefined) return;
    const read = batch.records.map((record) => ({ record, outcome: readAlert(record) }));
    const found = read.flatMap(({ outcome }) => (outcome.kind === 'alert' ? [outcome.alert] : []));
    await alerts.put(found);
    await consumer.commit(batch.topic, batch.partition, last.offset + 1n);
    for (const { record, outcome } of read) {
      indexed.inc({ result: outcome.kind });
      if (outcome.kind !== 'unreadable') continue;
      const at = { topic: batch.topic, partition: batch.partition, offset: String(record.offset), key: record.key };
      logger.error({ ...at, reason: outcome.reason }, 'message of topic alerts is no alert');
    }
  }

  async function takeChanges({ topic, partition, records }: LogBatch): Promise<void> {
    const last = records.at(-1);
    if (last === undefined) return;
    const found = records.flatMap(({ value, key, offset }) => {
      const parsed = value === null ? undefined : parseNotice(new TextDecoder().decode(value));
      if (parsed?.ok && parsed.value.notice === 'changed') return [parsed.value.change];
      if (parsed)
        logger.error({ topic, partition, offset: String(offset), key }, 'message of topic alert.changes is no change');
      return [];
    });
    await alerts.putChanges(found);
    await changes.commit(topic, partition, last.offset + 1n);
  }

  async function watchLag(): Promise<void> {
    while (!stopping.signal.aborted) {
      // The log says itself when it cannot be reached; a lag that stays as it was is no news.
      await consumer.lag().then(showLag, (error: unknown) => logger.debug({ err: error }, 'the lag is unknown'));
      await clock.sleep(lagEveryMs, stopping.signal);
    }
  }

  return {
    async run() {
      const watching = watchLag();
      // Whatever ends first ends both: an index of which half follows would look alive.
      const both = [consumer.run(take), changes.run(takeChanges)];
      const results = await Promise.allSettled(
        both.map((one) =>
          one.finally(async () => {
            stopping.abort();
            await Promise.all([consumer.stop(), changes.stop()]);
          }),
        ),
      );
      await watching;
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    },
    async stop() {
      stopping.abort();
      await Promise.all([consumer.stop(), changes.stop()]);
    },
    lag: () => consumer.lag(),
  };
}

type ReadAlert =
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'tombstone' }
  | { readonly kind: 'unreadable'; readonly reason: string };

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A newer matcher may add keys, which are left out; another major version is not understood. */
function readAlert({ value }: LogRecord): ReadAlert {
  if (value === null) return { kind: 'tombstone' };
  try {
    const parsed = Alert.safeParse(JSON.parse(decoder.decode(value)));
    if (parsed.success) return { kind: 'alert', alert: parsed.data };
    const [issue] = parsed.error.issues;
    return { kind: 'unreadable', reason: `${issue?.path.join('.')}: ${issue?.message}` };
  } catch (error) {
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}
