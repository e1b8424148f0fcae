/** Severities, most severe first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

export type Severity = (typeof severities)[number];

/** Severity of a rule that names none. */
export const defaultSeverity: Severity = 'medium';

const spellings: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['critical', 'critical'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['info', 'info'],
  ['informational', 'info'],
  ['1', 'high'],
  ['2', 'medium'],
  ['3', 'low'],
]);

/**
 * The one table from the severities of all rule languages to ours: Sigma `level` and Panther `Severity` in any case,
 * Threat Stack's 1, 2, 3 (1 is the highest). Undefined when the spelling is unknown.
 */
export function severityFrom(spelling: string | number): Severity | undefined {
  return spellings.get(String(spelling).trim().toLowerCase());
}

/** Negative when `a` is more severe than `b`; for sorting, most severe first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
