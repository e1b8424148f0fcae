import type { QuarantineReason, SkipReason } from '@trailhound/contracts';
import type { Metrics } from '@trailhound/runtime';

/** What is unusual about a record that is carried all the same. */
export type Irregularity = 'duplicate_member' | 'synthesised_uid' | 'future_event_time';

/** What the collector counts. Calls are cheap and never fail. */
export interface CollectorMetrics {
  collected(source: string, records: number, bytes: number): void;
  skipped(reason: SkipReason): void;
  quarantined(reason: QuarantineReason): void;
  irregular(kind: Irregularity): void;
  /** An input ended: read, known from before, or not readable. */
  input(source: string, result: 'read' | 'known' | 'unreadable'): void;
  /** From a record's eventTime to its delivery, in seconds. */
  lag(seconds: number): void;
}

export function collectorMetrics(metrics: Metrics): CollectorMetrics {
  const records = metrics.counter({
    name: 'trailhound_records_collected_total',
    help: 'Records read and published.',
    labels: ['source'],
  });
  const bytes = metrics.counter({
    name: 'trailhound_collected_bytes_total',
    help: 'Bytes of the records published, uncompressed.',
    labels: ['source'],
  });
  const skipped = metrics.counter({
    name: 'trailhound_skipped_total',
    help: 'Things passed over on purpose, by reason.',
    labels: ['reason'],
  });
  const quarantined = metrics.counter({
    name: 'trailhound_quarantined_total',
    help: 'Inputs and records set aside because they could not be read or evaluated.',
    labels: ['stage', 'reason'],
  });
  const irregular = metrics.counter({
    name: 'trailhound_irregular_records_total',
    help: 'Records published although something about them is unusual.',
    labels: ['kind'],
  });
  const inputs = metrics.counter({
    name: 'trailhound_inputs_total',
    help: 'Files, objects and streams that ended.',
    labels: ['source', 'result'],
  });
  const lag = metrics.histogram({
    name: 'trailhound_delivery_lag_seconds',
    help: 'From the time of an event to the delivery of its record by AWS.',
    buckets: [1, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 21_600, 86_400],
  });
  return {
    collected(source, count, size) {
      records.inc({ source }, count);
      bytes.inc({ source }, size);
    },
    skipped: (reason) => skipped.inc({ reason }),
    quarantined: (reason) => quarantined.inc({ stage: 'collector', reason }),
    irregular: (kind) => irregular.inc({ kind }),
    input: (source, result) => inputs.inc({ source, result }),
    lag: (seconds) => lag.observe(seconds),
  };
}
