import type { CorrelationTest, Place } from '@trailhound/contracts';
import type { FieldRef, Rule } from '../rule.js';
import { maxThresholdCount } from '../rule-file/rule-schema.js';

/** The correlation types of Sigma 2.1, and `value_median`, which converters have beside them. */
export const correlationTypes = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;
/** `absence` and `first_seen` are what rule files of Trailhound's own form say beside these. */
export type CorrelationType = (typeof correlationTypes)[number] | 'absence' | 'first_seen';

/** How the matches of one rule enter a correlation. */
interface InputFields {
  /** Where the group is read in this rule's records, one field a group; aliases differ from rule to rule. */
  readonly groupBy: readonly FieldRef[];
  /** What is counted or added up, for the types that look at values. */
  readonly values: readonly FieldRef[];
}

/** A rule whose matches a correlation looks at: a plain one by its records, another correlation by its alerts. */
export interface CorrelationInput extends InputFields {
  readonly rule: Rule;
}

/** What a correlation is made of besides its inputs. */
interface CorrelationBody {
  readonly type: CorrelationType;
  /** Length of the event-time window and of the buckets it alerts once in. */
  readonly withinMs: number;
  readonly test: CorrelationTest;
  /** The groups are the author's own: a record without one of them is left out. False where accounts are the groups. */
  readonly needsGroup: boolean;
}

/**
 * A rule over the matches of other rules, as data. It holds its inputs whole, so that it can be evaluated without the rule
 * set it was loaded with.
 */
export interface Correlation extends CorrelationBody {
  readonly inputs: readonly CorrelationInput[];
}

/** A correlation whose rules are named and not yet found. */
export interface CorrelationDraft extends CorrelationBody {
  readonly inputs: readonly (InputFields & { readonly reference: RuleReference })[];
  /** Its rules alert on their own as well. */
  readonly generate: boolean;
}

/** The id or name of a rule, where a document says it. */
export interface RuleReference {
  readonly name: string;
  readonly place: Place;
}

/**
 * Whether the correlation is a plain threshold: it counts records or values of rules that are no correlations, at least
 * so many, under the same field names. Such a rule has `threshold` and `dedupMs` set and needs nothing else to run.
 */
export function runsOnWindows(rule: Pick<Rule, 'correlation' | 'threshold'>): boolean {
  const { correlation, threshold } = rule;
  if (correlation === undefined) return true;
  const { type, test } = correlation;
  const [first] = correlation.inputs;
  if ((type !== 'event_count' && type !== 'value_count') || test.kind !== 'number' || first === undefined) return false;
  const isAtLeast = test.bounds.every(({ op }) => op === 'gt' || op === 'gte');
  if (!isAtLeast || (threshold?.count ?? 1) > maxThresholdCount) return false;
  return correlation.inputs.every(
    (input) => input.rule.correlation === undefined && isSameFields(input, first) && input.values.length <= 1,
  );
}

function isSameFields(a: InputFields, b: InputFields): boolean {
  const names = ({ groupBy, values }: InputFields): string => JSON.stringify([groupBy, values]);
  return names(a) === names(b);
}
