export type MetricKind = 'counter' | 'gauge' | 'histogram';

/**
 * Labels are small closed sets. These name what an attacker or a large account makes unbounded, so that one series per
 * user or record can never be created. A rule's id is bounded by the rule set and allowed.
 */
const unboundedLabels: ReadonlySet<string> = new Set([
  'account',
  'account_id',
  'actor',
  'alert',
  'alert_id',
  'arn',
  'event_id',
  'group',
  'input',
  'ip',
  'path',
  'principal',
  'source_ip',
  'uid',
  'url',
  'user',
  'user_agent',
]);

/**
 * What is wrong with a metric's name or labels, or undefined. The rules are Prometheus' own
 * (https://prometheus.io/docs/practices/naming/): one prefix, base units as suffix, `_total` for counters and nothing else.
 */
export function metricNameProblem(kind: MetricKind, name: string, labels: readonly string[]): string | undefined {
  if (!/^trailhound(_[a-z][a-z0-9]*)+$/.test(name)) return 'a metric is named trailhound_<words in snake case>';
  if (/_(ms|milliseconds|minutes|hours|kb|mb|kilobytes)(_|$)/.test(name)) return 'base units only: seconds, bytes';
  if (/_(count|sum|bucket)$/.test(name)) return '_count, _sum and _bucket are suffixes of histogram series';
  if (kind === 'counter' && !name.endsWith('_total')) return 'a counter ends in _total';
  if (kind !== 'counter' && name.endsWith('_total')) return 'only a counter ends in _total';
  if (kind === 'histogram' && !/_(seconds|bytes|records)$/.test(name)) return 'a histogram ends in its unit';
  for (const label of labels) {
    if (!/^[a-z][a-z0-9_]*$/.test(label) || label === 'le') return `${label} is no label name`;
    if (unboundedLabels.has(label)) return `the label ${label} has no bound; log it instead`;
  }
  return undefined;
}
