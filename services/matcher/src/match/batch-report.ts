import type { LogBatch, Logger } from '@trailhound/ports';
import { type Question, questionsIn, type Rule } from '@trailhound/rules';
import type { Health } from '@trailhound/runtime';
import type { DueAlert } from './alerts-of-batch.js';
import type { BatchEvaluation } from './evaluate-batch.js';
import type { MatcherMetrics } from './matcher-metrics.js';
import { createNoisyRules, type NoisyRule } from './noisy-rules.js';
import { createUidConflicts } from './uid-conflicts.js';

/** What people are told of the matcher's work: counters, log lines and health notes. Detection never depends on it. */
export interface BatchReport {
  /** The batch is handled and committed. Times are wall clock, epoch milliseconds; `gap` is offsets without a record. */
  handled(
    batch: LogBatch,
    evaluation: BatchEvaluation,
    due: readonly DueAlert[],
    at: { readonly startedMs: number; readonly nowMs: number; readonly gap: bigint },
  ): void;
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
  const conflicts = createUidConflicts();
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
    handled(batch, evaluation, due, { startedMs, nowMs, gap }) {
      for (const { rule, record } of evaluation.matches)
        logger.debug({ uid: record.uid, rule: rule.id }, 'record matched');
      for (const { alert, match } of due) {
        const facts = { alertId: alert.id, rule: alert.rule, severity: alert.severity, uid: match.record.uid };
        logger.info({ ...facts, suppressed: alert.suppressedBy.length > 0 }, 'alert published');
      }
      metrics.handled(evaluation, due, (nowMs - startedMs) / 1_000, nowMs);
      for (const { headers, value } of batch.records) {
        const { uid } = headers;
        if (value !== null && uid !== undefined && conflicts.isConflict(uid, value)) metrics.uidConflict();
      }
      for (const { rule } of evaluation.matches) {
        if (!noisy.count(rule.id, nowMs)) continue;
        metrics.noisy(rule.id);
        logger.warn({ rule: rule.id }, 'rule is noisy, all its alerts are published');
      }
      refreshNotes(nowMs);
      if (gap === 0n) return;
      metrics.gap(gap);
      logger.error({ partition: batch.partition, offsets: String(gap) }, 'the log passed over offsets not yet matched');
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
