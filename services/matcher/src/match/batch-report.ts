import type { LogBatch, Logger } from '@trailhound/ports';
import { type Question, questionsIn, type Rule } from '@trailhound/rules';
import type { Health } from '@trailhound/runtime';
import type { DueAlert } from './alerts-of-batch.js';
import type { SliceEvaluation } from './evaluate-slice.js';
import type { MatcherMetrics } from './matcher-metrics.js';
import { createNoisyRules, type NoisyRule } from './noisy-rules.js';

/** What people are told of the matcher's work: counters, log lines and health notes. Detection never depends on it. */
export interface BatchReport {
  /** Every effect of a stretch of a batch is durable. Wall clock, epoch milliseconds. */
  settled(slice: SliceEvaluation, due: readonly DueAlert[], nowMs: number): void;
  /** A batch is done with; all of its stretches were settled before. */
  batchDone(seconds: number): void;
  /** Before the batch there are offsets without a record. */
  passedOver(batch: LogBatch, gap: bigint): void;
  /** An expression had to be stopped too often and is asked no more; names the rules it leaves in error. */
  switchedOff(question: Question, rules: readonly Rule[], code: string): void;
  /** Takes back notes whose time is over. */
  refreshNotes(nowMs: number): void;
  noisyRules(nowMs: number): readonly NoisyRule[];
}

export interface BatchReportOptions {
  readonly metrics: MatcherMetrics;
  readonly logger: Logger;
  readonly health: Pick<Health, 'note'>;
  /** Above it a rule is called noisy. */
  readonly maxMatchesPerMinute: number;
}

export function createBatchReport({ metrics, logger, health, maxMatchesPerMinute }: BatchReportOptions): BatchReport {
  const noisy = createNoisyRules(maxMatchesPerMinute);
  let noted = new Set<string>();

  function refreshNotes(nowMs: number): void {
    const current = noisy.list(nowMs);
    const names = new Set(current.map(({ rule }) => rule));
    for (const rule of noted) if (!names.has(rule)) health.note(noteName(rule), undefined);
    for (const { rule, matchesPerMinute } of current) {
      health.note(noteName(rule), `${matchesPerMinute} matches in a minute`);
    }
    noted = names;
  }

  return {
    settled(slice, due, nowMs) {
      for (const { rule, record } of slice.matches) logger.debug({ uid: record.uid, rule: rule.id }, 'record matched');
      for (const { alert, match } of due) {
        const facts = { alertId: alert.id, rule: alert.rule, severity: alert.severity, uid: match.record.uid };
        logger.info({ ...facts, suppressed: alert.suppressedBy.length > 0 }, 'alert published');
      }
      metrics.settled(slice, due, nowMs);
      for (const { rule } of slice.matches) {
        if (!noisy.count(rule.id, nowMs)) continue;
        metrics.noisy(rule.id);
        logger.warn({ rule: rule.id }, 'rule is noisy, all its alerts are published');
      }
      refreshNotes(nowMs);
    },
    batchDone: (seconds) => metrics.batchDone(seconds),
    passedOver({ partition }, gap) {
      metrics.gap(gap);
      logger.error({ partition, offsets: String(gap) }, 'the log passed over offsets not yet matched');
    },
    switchedOff({ key }, rules, code) {
      const touched = rules.filter(({ condition, suppressions }) =>
        [condition, ...suppressions.map(({ when }) => when)].some((root) =>
          questionsIn(root).some((question) => question.key === key),
        ),
      );
      for (const { id } of touched) {
        const note = `switched off: its expression had to be stopped again and again (${code})`;
        health.note(`rule ${id}`, note);
        logger.error({ rule: id, code }, 'rule is switched off, its expression had to be stopped too often');
      }
    },
    refreshNotes,
    noisyRules: (nowMs) => noisy.list(nowMs),
  };
}

function noteName(rule: string): string {
  return `noisy rule ${rule}`;
}
