import { type Bound, boundOps, type CorrelationTest, type Measure, type Problem } from '@trailhound/contracts';
import type { correlationTypes } from '../../correlation/correlation.js';
import type { SourceDocument } from '../../source/source-document.js';
import type { CorrelationBody } from './correlation-keys.js';
import { parseCondition } from './parse-condition.js';
import { maxAlternatives, rulePatterns } from './rule-patterns.js';

const path = ['correlation', 'condition'];

/** The types Sigma documents have. */
type SigmaType = (typeof correlationTypes)[number];

/** What a window must satisfy; pushes a problem where the condition does not fit the type. */
export function readCorrelationTest(
  document: SourceDocument,
  body: CorrelationBody,
  rules: readonly string[],
  problems: Problem[],
): CorrelationTest {
  const { type, condition } = body;
  const refuse = (message: string, fix: string, code = 'RULE_BAD_VALUE'): CorrelationTest => {
    problems.push({ code, message, fix, place: document.placeOf(path) });
    return { kind: 'rules', ordered: false, alternatives: [] };
  };
  const everyRule = rules.map((_, index) => index);
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  const ordered = type === 'temporal_ordered';
  if (typeof condition === 'string') {
    if (!isTemporal)
      return refuse(`correlation.condition of ${type} compares a number`, 'write for example { gte: 10 }');
    return ruleTest(document, condition, rules, ordered, problems);
  }
  const bounds = boundOps.flatMap((op): Bound[] => {
    const value = condition?.[op];
    return value === undefined ? [] : [{ op, value }];
  });
  if (isTemporal && bounds.length === 0)
    return { kind: 'rules', ordered, alternatives: [{ all: everyRule, none: [] }] };
  if (bounds.length === 0) {
    const message = `correlation.condition of ${type} is missing: it says how many are too many`;
    return refuse(message, 'write for example condition: { gte: 10 }', 'RULE_MISSING_KEY');
  }
  if (ordered) {
    if (meansAll(bounds, rules.length)) return { kind: 'rules', ordered, alternatives: [{ all: everyRule, none: [] }] };
    const message = 'correlation.condition of temporal_ordered cannot leave rules out of the order';
    return refuse(message, 'leave the condition out, or name the rules: a and (b or c)');
  }
  const measure = measureOf(type, condition?.percentile);
  if (needsField(type) && condition?.field === undefined)
    return refuse(
      `correlation.condition.field is missing: ${type} looks at values`,
      'name the field',
      'RULE_MISSING_KEY',
    );
  if (isCount(measure) && leastCount(bounds) === 0)
    return refuse('correlation.condition holds for no records at all', 'count at least 1');
  return { kind: 'number', measure, bounds };
}

/** The types whose condition names a field. */
export function needsField(type: SigmaType): boolean {
  return type.startsWith('value_');
}

/**
 * The count that satisfies bounds which only ask for at least so many (`gt: 10` is 11); undefined where other bounds
 * stand among them.
 */
export function leastCount(bounds: readonly Bound[]): number | undefined {
  const least = bounds.map(({ op, value }) =>
    op === 'gte' ? Math.ceil(value) : op === 'gt' ? Math.floor(value) + 1 : undefined,
  );
  return least.includes(undefined) ? undefined : Math.max(0, ...least.map((count) => count ?? 0));
}

function ruleTest(
  document: SourceDocument,
  condition: string,
  rules: readonly string[],
  ordered: boolean,
  problems: Problem[],
): CorrelationTest {
  const parsed = parseCondition(condition, { known: rules, what: 'rule', hasQuantifiers: true });
  const text = document.textAt(path);
  for (const { span, ...problem } of parsed.problems.all)
    problems.push({ ...problem, place: text?.placeAt(span.start) ?? document.placeOf(path) });
  const alternatives = rulePatterns(parsed.expression, rules);
  if (alternatives === undefined) {
    const message = `correlation.condition has more than ${maxAlternatives} ways to hold`;
    problems.push({ code: 'E-LIMIT', message, fix: 'split the correlation', place: document.placeOf(path) });
  } else if (alternatives.some(({ all }) => all.length === 0) && parsed.problems.isEmpty) {
    const message = 'correlation.condition can hold where no rule matches: silence cannot be seen in records';
    problems.push({
      code: 'RULE_BAD_VALUE',
      message,
      fix: 'name a rule that must match',
      place: document.placeOf(path),
    });
  }
  return { kind: 'rules', ordered, alternatives: alternatives ?? [] };
}

function measureOf(type: SigmaType, percentile: number | undefined): Measure {
  switch (type) {
    case 'event_count':
      return { of: 'events' };
    case 'value_count':
      return { of: 'values' };
    case 'temporal':
    case 'temporal_ordered':
      return { of: 'rules' };
    case 'value_sum':
      return { of: 'sum' };
    case 'value_avg':
      return { of: 'avg' };
    case 'value_percentile':
      return { of: 'percentile', percentile: percentile ?? 50 };
    case 'value_median':
      return { of: 'percentile', percentile: 50 };
    default:
      return type satisfies never;
  }
}

function isCount({ of }: Measure): boolean {
  return of === 'events' || of === 'values' || of === 'rules';
}

function meansAll(bounds: readonly Bound[], count: number): boolean {
  return bounds.every(({ op, value }) =>
    op === 'gt' ? value === count - 1 : (op === 'gte' || op === 'eq') && value === count,
  );
}
