/** Bounds of what is remembered; the results promised do not depend on them while a bucket stays below. */
export interface WindowLimits {
  /** Records of a bucket that are remembered beside those its windows need. */
  readonly rememberedRecords: number;
  /** Matches of a correlation's bucket that are kept where any of them may decide: rules in order, sums. */
  readonly neededMatches: number;
  /** Records a firing or summary names. */
  readonly shownRecords: number;
  /** After this time a pending alert is answered to anyone who comes by, not only to the record that made it due. */
  readonly leaseMs: number;
  /** Live groups of one rule; records of further groups are turned away. */
  readonly groupsPerRule: number;
}

export const defaultWindowLimits: WindowLimits = {
  rememberedRecords: 10_000,
  neededMatches: 1_000,
  shownRecords: 100,
  leaseMs: 30_000,
  groupsPerRule: 100_000,
};
