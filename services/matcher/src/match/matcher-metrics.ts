import type { Alert, QuarantineReason } from '@trailhound/contracts';
import type { PartitionLag } from '@trailhound/ports';
import { endToEndSeconds, lagGauges, type Metrics, processingSeconds } from '@trailhound/runtime';
import type { DueAlert } from './alerts-of-batch.js';
import type { SliceEvaluation } from './evaluate-slice.js';

/** Rules with series of their own; those beyond are counted together as rule `other`. */
const maxRuleSeries = 2_000;

/** What the matcher counts, of each stretch of a batch when its effects are durable. */
export interface MatcherMetrics {
  settled(slice: SliceEvaluation, alerts: readonly DueAlert[], nowMs: number): void;
  batchDone(seconds: number): void;
  noisy(rule: string): void;
  rewound(kind: 'stamp' | 'rebuild' | 'hole'): void;
  gap(records: bigint): void;
  batchFailed(): void;
  /** Alerts of windows that were judged when they were over. */
  judged(alerts: readonly Alert[]): void;
  lag(partitions: readonly PartitionLag[]): void;
}

export function createMatcherMetrics(metrics: Metrics): MatcherMetrics {
  const consumed = metrics.counter({
    name: 'trailhound_records_consumed_total',
    help: 'Records a stage took from the log, by what became of them.',
    labels: ['stage', 'result'],
  });
  const passedOver = metrics.counter({
    name: 'trailhound_records_passed_over_total',
    help: 'Records evaluated by their headers alone: no rule can match them, and their values were not read.',
  });
  const quarantined = metrics.counter({
    name: 'trailhound_quarantined_total',
    help: 'Inputs and records set aside because they could not be read or evaluated.',
    labels: ['stage', 'reason'],
  });
  const matches = metrics.counter({
    name: 'trailhound_matches_total',
    help: 'Records a rule matched, before thresholds, dedup and suppressions.',
    labels: ['rule'],
  });
  const alerts = metrics.counter({
    name: 'trailhound_alerts_total',
    help: 'Alerts published; several of one id count several times.',
    labels: ['rule', 'severity', 'suppressed'],
  });
  const errors = metrics.counter({
    name: 'trailhound_rule_errors_total',
    help: 'Records on which a rule raised ERROR; the rule does not fire on them.',
    labels: ['rule'],
  });
  const noisy = metrics.counter({
    name: 'trailhound_rule_noisy_total',
    help: 'Minutes in which a rule matched more records than the limit. All its alerts are published.',
    labels: ['rule'],
  });
  const conflicts = metrics.counter({
    name: 'trailhound_uid_conflicts_total',
    help: 'Records with a known uid and another body; all of them are evaluated.',
  });
  const rewinds = metrics.counter({
    name: 'trailhound_matcher_rewinds_total',
    help: 'Times the window state was behind the log and records were read again.',
    labels: ['kind'],
  });
  const gaps = metrics.counter({
    name: 'trailhound_log_gap_records_total',
    help: 'Offsets passed over because the log no longer has them.',
    labels: ['stage'],
  });
  const failures = metrics.counter({
    name: 'trailhound_batch_failures_total',
    help: 'Batches that failed and are delivered again.',
    labels: ['stage'],
  });
  const duration = metrics.histogram({
    name: 'trailhound_process_duration_seconds',
    help: 'Time a stage spent on one slice.',
    labels: ['stage'],
    buckets: processingSeconds,
  });
  const latency = metrics.histogram({
    name: 'trailhound_alert_publish_latency_seconds',
    help: 'From the record in the log to its alert in the log.',
    buckets: endToEndSeconds,
  });

  const known = new Set<string>();
  const series = (rule: string): string => {
    if (known.has(rule)) return rule;
    if (known.size >= maxRuleSeries) return 'other';
    known.add(rule);
    return rule;
  };

  return {
    settled(slice, due, nowMs) {
      const evaluated = slice.records - slice.tombstones - slice.bad.length;
      consumed.inc({ stage: 'matcher', result: 'evaluated' }, evaluated);
      if (slice.passedOver > 0) passedOver.inc(slice.passedOver);
      if (slice.conflicts > 0) conflicts.inc(slice.conflicts);
      if (slice.tombstones > 0) consumed.inc({ stage: 'matcher', result: 'skipped' }, slice.tombstones);
      if (slice.bad.length > 0) consumed.inc({ stage: 'matcher', result: 'quarantined' }, slice.bad.length);
      for (const { reason } of slice.bad)
        quarantined.inc({ stage: 'matcher', reason: reason satisfies QuarantineReason });
      for (const { rule } of slice.matches) matches.inc({ rule: series(rule.id) });
      for (const rule of slice.failed) errors.inc({ rule: series(rule.id) });
      for (const { alert, match } of due) {
        const suppressed = String(alert.suppressedBy.length > 0);
        alerts.inc({ rule: series(alert.rule), severity: alert.severity, suppressed });
        latency.observe(Math.max(0, nowMs - match.loggedMs) / 1_000);
      }
    },
    judged(due) {
      for (const alert of due) {
        const suppressed = String(alert.suppressedBy.length > 0);
        alerts.inc({ rule: series(alert.rule), severity: alert.severity, suppressed });
      }
    },
    batchDone: (seconds) => duration.observe({ stage: 'matcher' }, seconds),
    noisy: (rule) => noisy.inc({ rule: series(rule) }),
    rewound: (kind) => rewinds.inc({ kind }),
    gap: (records) => gaps.inc({ stage: 'matcher' }, Number(records)),
    batchFailed: () => failures.inc({ stage: 'matcher' }),
    lag: lagGauges(metrics),
  };
}
