/** A match, as counting sees it. */
export interface Seen {
  readonly uid: string;
  readonly atMs: number;
  /** Orders what happened in one second. */
  readonly eventID: string;
  readonly isSuppressed: boolean;
  /** What different ones are counted of; which rule of a correlation matched. */
  readonly value: string | null;
}

/** How a group counts. Durations in milliseconds. */
export interface WindowCounting {
  readonly withinMs: number;
  /** Length of a bucket. */
  readonly dedupMs: number;
  readonly offsetMs: number;
  /** Windows are made of slots, as those of different values are. */
  readonly isSlotted: boolean;
  /**
   * How many different records a window needs at least to be enough, given all that is in it in the order it happened;
   * undefined where it is not enough.
   */
  readonly enough: (window: readonly Seen[]) => number | undefined;
}

/** An alert of one bucket. */
export interface WindowAlert {
  readonly bucket: number;
  /** The marked alert of suppressed records. */
  readonly isMarked: boolean;
  /** The fewest records any of its windows needs. */
  readonly fewest: number;
  /** All records it may be made of: from the beginning of its earliest window to the end of its bucket. */
  readonly uids: ReadonlySet<string>;
}

/**
 * Looks at every window of a group. Every record may be the last of one. People are told of windows of unsuppressed
 * records; the marked alert is for windows that are enough with a suppressed one among them.
 */
export function windowAlerts(seen: readonly Seen[], counting: WindowCounting): readonly WindowAlert[] {
  const { offsetMs, dedupMs, enough } = counting;
  const bucketOf = (atMs: number): number => Math.floor((atMs - offsetMs) / dedupMs);
  const alerts: WindowAlert[] = [];
  for (const isMarked of [false, true]) {
    const counted = isMarked ? seen : seen.filter(({ isSuppressed }) => !isSuppressed);
    const ordered = counted.toSorted(inOrder);
    const buckets = new Map<number, { readonly earliest: Seen; readonly needs: number[] }>();
    for (const last of ordered) {
      const window = ordered.filter((one) => isInWindow(one, last, counting));
      const needed = enough(window);
      if (needed === undefined || (isMarked && !window.some((one) => one.isSuppressed))) continue;
      const bucket = bucketOf(last.atMs);
      const known = buckets.get(bucket) ?? { earliest: last, needs: [] };
      known.needs.push(needed);
      buckets.set(bucket, known);
    }
    for (const [bucket, { earliest, needs }] of buckets) {
      const own = ordered.filter(
        (one) => (one.atMs > earliest.atMs || isInWindow(one, earliest, counting)) && bucketOf(one.atMs) <= bucket,
      );
      alerts.push({ bucket, isMarked, fewest: Math.min(...needs), uids: new Set(own.map(({ uid }) => uid)) });
    }
  }
  return alerts;
}

/** So many different records. */
export function countOf(count: number): WindowCounting['enough'] {
  return (window) => (new Set(window.map(({ uid }) => uid)).size >= count ? count : undefined);
}

/**
 * So many different values. It takes as many records, but where copies of one record have different values: such a record
 * brings all of its values and counts as one.
 */
export function valuesOf(count: number): WindowCounting['enough'] {
  return (window) => {
    if (new Set(window.map(({ value }) => value)).size < count) return undefined;
    const brought = [...Map.groupBy(window, ({ uid }) => uid).values()]
      .map((copies) => new Set(copies.map(({ value }) => value)).size)
      .sort((a, b) => b - a);
    let [values, records] = [0, 0];
    for (const more of brought) {
      if (values >= count) break;
      values += more;
      records += 1;
    }
    return records;
  };
}

/** Each of the values, each by a record of its own; in this order, where `isOrdered`. */
export function allOf(values: readonly string[], isOrdered: boolean): WindowCounting['enough'] {
  return (window) => {
    if (!isOrdered)
      return values.every((value) => window.some((one) => one.value === value)) ? values.length : undefined;
    let next = 0;
    for (const { value } of window) if (value === values[next]) next += 1;
    return next === values.length ? next : undefined;
  };
}

function inOrder(a: Seen, b: Seen): number {
  return a.atMs - b.atMs || compareText(a.eventID, b.eventID) || compareText(a.uid, b.uid);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Records count in (t − W, t]; different values in the slot of t and the ten before it. */
function isInWindow(one: Seen, last: Seen, counting: WindowCounting): boolean {
  if (!counting.isSlotted) return one.atMs > last.atMs - counting.withinMs && one.atMs <= last.atMs;
  const behind = slotOf(last.atMs, counting) - slotOf(one.atMs, counting);
  return behind >= 0 && behind <= 10;
}

function slotOf(atMs: number, { offsetMs, dedupMs, withinMs }: WindowCounting): number {
  const slots = Math.max(1, Math.floor((10 * dedupMs) / withinMs));
  const bucket = Math.floor((atMs - offsetMs) / dedupMs);
  return bucket * slots + Math.floor(((atMs - offsetMs - bucket * dedupMs) * slots) / dedupMs);
}
