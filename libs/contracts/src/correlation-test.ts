/** Comparisons of a correlation, under their Sigma names; several bounds of one test must all hold. */
export const boundOps = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
export type BoundOp = (typeof boundOps)[number];

export interface Bound {
  readonly op: BoundOp;
  readonly value: number;
}

/**
 * The number a window of matches amounts to: its records, its different values, the rules that matched in it, or a
 * statistic of its values. `percentile` is from 0 to 100.
 */
export type Measure =
  | { readonly of: 'events' | 'values' | 'rules' | 'sum' | 'avg' }
  | { readonly of: 'percentile'; readonly percentile: number };

/** One way to satisfy a correlation of rules, as indexes of its inputs. */
export interface RulePattern {
  /** All of them match in the window; where order counts, in this order and by different records. */
  readonly all: readonly number[];
  /** None of them does. */
  readonly none: readonly number[];
}

/** What a window of matches must satisfy to make a correlation's alert. */
export type CorrelationTest =
  | { readonly kind: 'number'; readonly measure: Measure; readonly bounds: readonly Bound[] }
  | { readonly kind: 'rules'; readonly ordered: boolean; readonly alternatives: readonly RulePattern[] }
  /** A match of the first input that no later match of the input `closes` follows within the window. */
  | { readonly kind: 'absence'; readonly closes: number }
  /**
   * A value that its group did not have for one window. The group's first record tells nothing, nor does any within
   * `learnMs` after it.
   */
  | { readonly kind: 'first-seen'; readonly learnMs: number };
