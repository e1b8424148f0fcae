/** One trial at a rate. */
export interface Trial {
  readonly perSecond: number;
  readonly isCarried: boolean;
}

export interface RateSearch {
  /** What is tried first. */
  readonly first: number;
  /** Below it nothing is tried. */
  readonly lowest: number;
  /** The answer is at most this many times too low. */
  readonly precision: number;
}

/** Up and down by this until one rate is carried and one is not. */
const stride = 1.5;

/**
 * Looks for the highest rate that is carried: from the first one up or down until one is and one is not, then between the
 * two. `tryRate` is asked for whole rates only, none of them twice. Resolves with the highest that was carried; undefined
 * where none was.
 */
export async function findRate(
  { first, lowest, precision }: RateSearch,
  tryRate: (perSecond: number) => Promise<boolean>,
): Promise<number | undefined> {
  let carried: number | undefined;
  let missed: number | undefined;
  for (let next = first; ; ) {
    if (await tryRate(next)) carried = next;
    else missed = next;
    if (missed === undefined) next = Math.round(next * stride);
    else if (carried === undefined) {
      if (next <= lowest) return undefined;
      next = Math.max(lowest, Math.floor(next / stride));
    } else if (missed / carried <= precision) return carried;
    else next = Math.round(Math.sqrt(carried * missed));
    if (next === carried || next === missed) return carried;
  }
}
