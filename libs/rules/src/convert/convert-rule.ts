import { formatDuration, type Parsed, type Problem } from '@trailhound/contracts';
import { stringify } from 'yaml';
import { printCloudWatch } from '../languages/cloudwatch/print.js';
import { printEventBridge } from '../languages/eventbridge/print.js';
import type { Rule } from '../rule.js';
import { printLucene } from './print-lucene.js';
import { printSigma } from './print-sigma.js';

/** What a rule can be converted to. */
export const conversionTargets = ['eventbridge', 'sigma', 'lucene', 'cloudwatch'] as const;
export type ConversionTarget = (typeof conversionTargets)[number];

/**
 * A rule in another product's language, where its meaning survives: the text of an event pattern, a Sigma file, a Lucene
 * query or a CloudWatch filter pattern. Fails with a problem `E-CANNOT-SAY` for every part that would be lost.
 */
export function convertRule(rule: Rule, target: ConversionTarget): Parsed<string> {
  const problems = beyondTheCondition(rule, target);
  if (problems.length > 0) return { ok: false, problems };
  switch (target) {
    case 'eventbridge':
      return printEventBridge(rule.condition);
    case 'cloudwatch':
      return printCloudWatch(rule.condition);
    case 'lucene':
      return printLucene(rule.condition);
    case 'sigma':
      return sigmaFile(rule);
    default:
      return target satisfies never;
  }
}

/** A pattern or query says which records match, and nothing of what is counted, grouped or muted. */
function beyondTheCondition(rule: Rule, target: ConversionTarget): readonly Problem[] {
  const lost = (part: string, reason: string): Problem => ({
    code: 'E-CANNOT-SAY',
    message: `${part}: ${reason}`,
    place: rule.place,
  });
  const problems: Problem[] = [];
  const { threshold, dedupMs } = rule;
  if (rule.correlation) problems.push(lost('the correlation', `${target} rules look at one record`));
  else if (threshold !== null && target !== 'sigma')
    problems.push(lost('the threshold', `a ${target} pattern cannot count`));
  if (threshold !== null && dedupMs !== null && dedupMs !== threshold.withinMs)
    problems.push(lost('the dedup', 'only a dedup as long as the window can be said'));
  if (threshold === null && dedupMs !== null) problems.push(lost('the dedup', 'every match would alert'));
  if (rule.suppressions.length > 0) problems.push(lost('the suppressions', 'muted records would alert'));
  return problems;
}

function sigmaFile(rule: Rule): Parsed<string> {
  const detection = printSigma(rule.condition);
  if (!detection.ok) return detection;
  const { threshold } = rule;
  const base = {
    title: rule.title,
    name: nameOf(rule.id),
    ...(rule.description !== undefined && { description: rule.description }),
    ...(rule.reference !== undefined && { references: [rule.reference] }),
    ...(rule.tags.length > 0 && { tags: rule.tags.map((tag) => tag.toLowerCase()) }),
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection: detection.value,
    ...(rule.falsePositives && rule.falsePositives.length > 0 && { falsepositives: rule.falsePositives }),
    level: rule.severity === 'info' ? 'informational' : rule.severity,
  };
  if (threshold === null) return { ok: true, value: stringify(base) };
  const groups = [...rule.groupBy, ...(threshold.distinct ? [threshold.distinct] : [])];
  const unnamed = groups.find(({ name, paths }) => paths.length !== 1 || paths[0]?.segments.join('.') !== name);
  if (unnamed)
    return {
      ok: false,
      problems: [
        {
          code: 'E-CANNOT-SAY',
          message: `${unnamed.name}: Sigma groups and counts by fields of the record, not by aliases`,
          place: rule.place,
        },
      ],
    };
  const correlation = {
    title: rule.title,
    correlation: {
      type: threshold.distinct ? 'value_count' : 'event_count',
      rules: [nameOf(rule.id)],
      ...(rule.groupBy.length > 0 && { 'group-by': rule.groupBy.map(({ name }) => name) }),
      timespan: formatDuration(threshold.withinMs),
      condition: { ...(threshold.distinct && { field: threshold.distinct.name }), gte: threshold.count },
    },
    level: base.level,
  };
  return { ok: true, value: `${stringify(base)}---\n${stringify(correlation)}` };
}

/** Sigma's `name`: letters, digits, `_` and `-`. */
function nameOf(id: string): string {
  return id.replace(/[^\w-]+/g, '_');
}
