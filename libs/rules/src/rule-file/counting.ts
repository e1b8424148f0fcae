import { formatDuration, type Problem, parseDuration } from '@trailhound/contracts';
import type { FieldRef, Threshold } from '../rule.js';
import type { SourceDocument, SourcePath } from '../source/source-document.js';
import { accountGroup, fieldRef } from './field-ref.js';
import type { Counting } from './rule-draft.js';
import { maxWindow, type RuleFileKeys } from './rule-schema.js';

/**
 * How a rule's matches become alerts, with the defaults: dedup `none` for plain rules and `within` for thresholds; a
 * threshold of 1 without `distinct` is a plain rule; what is counted without `groupBy` is counted by account. Pushes a
 * problem for every setting that cannot be meant; the answer is to be used only when none was pushed.
 */
export function readCounting(document: SourceDocument, keys: RuleFileKeys, problems: Problem[]): Counting {
  const groupBy = (keys.groupBy ?? []).map((name, index) => readField(document, ['groupBy', index], name, problems));
  const threshold = readThreshold(document, keys.threshold, problems);
  const dedupMs = readDedup(document, keys.dedup, threshold, problems);
  const isCounted = threshold !== null || dedupMs !== null || Boolean(keys.absence ?? keys.firstSeen);
  return { groupBy: groupBy.length === 0 && isCounted ? [accountGroup] : groupBy, threshold, dedupMs };
}

/** The field named at `path`; pushes a problem when the name is none. */
export function readField(document: SourceDocument, path: SourcePath, name: string, problems: Problem[]): FieldRef {
  const field = fieldRef(name);
  if (field.ok) return field.value;
  problems.push(...field.problems.map((problem) => ({ ...problem, place: document.placeOf(path) })));
  return { name, paths: [] };
}

function readThreshold(
  document: SourceDocument,
  threshold: RuleFileKeys['threshold'],
  problems: Problem[],
): Threshold | null {
  if (threshold === undefined) return null;
  const { count, within, distinct } = threshold;
  const field = distinct === undefined ? undefined : readField(document, ['threshold', 'distinct'], distinct, problems);
  const withinMs = within === undefined ? undefined : readSpan(document, ['threshold', 'within'], within, problems);
  if (count === 1 && field === undefined) return null;
  if (within === undefined) {
    problems.push({
      code: 'RULE_MISSING_KEY',
      message: 'threshold.within is missing',
      fix: `say how close together the ${count} must be, such as within: 10m`,
      place: document.placeOf(['threshold']),
    });
  }
  return { count, withinMs: withinMs ?? 0, ...(field && { distinct: field }) };
}

function readDedup(
  document: SourceDocument,
  dedup: RuleFileKeys['dedup'],
  threshold: Threshold | null,
  problems: Problem[],
): number | null {
  const refuse = (message: string, fix: string): void => {
    problems.push({ code: 'RULE_BAD_DEDUP', message, fix, place: document.placeOf(['dedup']) });
  };
  if (dedup === undefined) return threshold?.withinMs ?? null;
  if (dedup === 'none') {
    if (threshold !== null)
      refuse('dedup: none is not possible with a threshold', 'leave dedup out: it is then as long as within');
    return null;
  }
  const dedupMs = readSpan(document, ['dedup'], dedup, problems) ?? null;
  if (dedupMs !== null && threshold !== null && dedupMs < threshold.withinMs) {
    const within = formatDuration(threshold.withinMs);
    refuse(`dedup (${dedup}) is shorter than threshold.within (${within})`, `make dedup at least ${within}`);
  }
  return dedupMs;
}

/** A duration above zero that counting state can be kept for. */
export function readSpan(
  document: SourceDocument,
  path: SourcePath,
  text: string,
  problems: Problem[],
): number | undefined {
  const ms = parseDuration(text) ?? Number.POSITIVE_INFINITY;
  if (ms > 0 && ms <= maxWindow.ms) return ms;
  const message = `${path.join('.')} (${text}) must be ${ms === 0 ? 'longer than 0' : `at most ${maxWindow.text}`}`;
  problems.push({ code: 'RULE_BAD_DURATION', message, place: document.placeOf(path) });
  return undefined;
}
