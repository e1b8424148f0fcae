import type { FieldRef, Threshold } from '../../../rule.js';
import type { Counting } from '../../../rule-file/rule-draft.js';
import type { PantherKeys } from './panther-keys.js';

/** Panther's own defaults: an alert at the first match, one an hour and dedup string. */
const defaultThreshold = 1;
const defaultPeriodMinutes = 60;

/**
 * How a Panther rule counts: Threshold matches that share the dedup string within DedupPeriodMinutes are one alert, and
 * later ones belong to it. The fields its dedup string is made of are the group; a constant string is one group.
 */
export function countingOf(keys: PantherKeys, groupBy: readonly FieldRef[], distinct: FieldRef | undefined): Counting {
  const count = keys.Threshold ?? defaultThreshold;
  const periodMs = (keys.DedupPeriodMinutes ?? defaultPeriodMinutes) * 60_000;
  const isPlain = count === 1;
  const threshold: Threshold | null = isPlain ? null : { count, withinMs: periodMs, ...(distinct && { distinct }) };
  return { groupBy, threshold, dedupMs: periodMs };
}
