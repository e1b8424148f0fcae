export interface SortedDiff<T> {
  readonly removed: readonly T[];
  /** New items, and items that replace an equal-ranking one. */
  readonly written: readonly T[];
}

/** What turns one sorted list into another; items are the same only if they are the same object. */
export function sortedDiff<T>(
  before: readonly T[],
  after: readonly T[],
  compare: (a: T, b: T) => number,
): SortedDiff<T> {
  const removed: T[] = [];
  const written: T[] = [];
  if (before === after) return { removed, written };
  let old = 0;
  for (const item of after) {
    let rival = before[old];
    while (rival !== undefined && rival !== item && compare(rival, item) < 0) {
      removed.push(rival);
      old += 1;
      rival = before[old];
    }
    if (rival === undefined || compare(rival, item) > 0) written.push(item);
    else {
      if (rival !== item) written.push(item);
      old += 1;
    }
  }
  removed.push(...before.slice(old));
  return { removed, written };
}
