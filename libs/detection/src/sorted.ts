/** Index of the first item for which `reached` holds, in a list where it holds from some item on; the length if for none. */
export function firstIndex<T>(items: readonly T[], reached: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && !reached(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The sorted list with `item` in its place; the list itself when it holds an equal one. */
export function insertSorted<T>(items: readonly T[], item: T, compare: (a: T, b: T) => number): readonly T[] {
  const at = firstIndex(items, (other) => compare(other, item) >= 0);
  const there = items[at];
  if (there !== undefined && compare(there, item) === 0) return items;
  const copy = items.slice();
  copy.splice(at, 0, item);
  return copy;
}
