import type { ExpectedNotification, NotificationKind } from './route-test-file.js';

/** A notification that came. */
export interface SeenNotification {
  readonly to: string;
  readonly kind: NotificationKind;
  /** From the beginning of the test, milliseconds. */
  readonly afterMs: number;
  /** How many alerts it tells. */
  readonly alerts: number;
  /** What stands in the message. */
  readonly text: string;
}

/** What of the expected did not come, with what came instead, and what came besides. */
export interface NotificationDifference {
  readonly missing: readonly {
    readonly expected: ExpectedNotification;
    /** How many of `count` did not come. */
    readonly count: number;
    /** What came most nearly like it, and in what it differs; absent where nothing did. */
    readonly nearest?: { readonly seen: SeenNotification; readonly differs: readonly string[] };
  }[];
  readonly unexpected: readonly SeenNotification[];
}

/** The clock of a test goes in steps, and so do the loops that look at it. */
const toleranceMs = 5_000;

/** Takes each expectation in turn and the earliest notifications that meet it; what is met by none is left. */
export function compareNotifications(
  expected: readonly ExpectedNotification[],
  seen: readonly SeenNotification[],
): NotificationDifference {
  const left = new Set([...seen].sort((a, b) => a.afterMs - b.afterMs));
  const unmet: { readonly expected: ExpectedNotification; readonly count: number }[] = [];
  for (const one of expected) {
    let count = one.count;
    for (const notification of left) {
      if (count === 0) break;
      if (differences(one, notification).length > 0) continue;
      left.delete(notification);
      count -= 1;
    }
    if (count > 0) unmet.push({ expected: one, count });
  }
  const missing = unmet.map((one) => {
    const [nearest] = [...left]
      .map((candidate) => ({ seen: candidate, differs: differences(one.expected, candidate) }))
      .filter(({ differs }) => differs.length < 3)
      .sort((a, b) => distance(one.expected, a) - distance(one.expected, b));
    return { ...one, ...(nearest && { nearest }) };
  });
  return { missing, unexpected: [...left] };
}

/** What went elsewhere, or is another kind of message, is no near miss. */
function distance(
  { to, kind }: ExpectedNotification,
  { seen, differs }: { readonly seen: SeenNotification; readonly differs: readonly string[] },
): number {
  return differs.length + (seen.to === to ? 0 : 2) + (seen.kind === kind ? 0 : 2);
}

/** In what a notification is not the expected one, in words; empty where it is. */
function differences(expected: ExpectedNotification, seen: SeenNotification): readonly string[] {
  const { to, kind, after, alerts, contains = [] } = expected;
  const absent = contains.filter((text) => !seen.text.includes(text));
  return [
    ...(seen.to === to ? [] : [`it went to ${seen.to}`]),
    ...(seen.kind === kind ? [] : [`it is ${seen.kind}`]),
    ...(after === undefined || Math.abs(seen.afterMs - after) <= toleranceMs
      ? []
      : [`it came after ${secondsText(seen.afterMs)}`]),
    ...(alerts === undefined || seen.alerts === alerts ? [] : [`it tells ${seen.alerts} alerts`]),
    ...absent.map((text) => `it does not contain ${JSON.stringify(text)}`),
  ];
}

/** `1h30m`, `45s`: a time from the beginning of a test. */
export function secondsText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3_600), 'h'],
    [Math.floor((seconds % 3_600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([value]) => value > 0).map(([value, unit]) => `${value}${unit}`);
  return shown.length > 0 ? shown.join('') : '0s';
}
