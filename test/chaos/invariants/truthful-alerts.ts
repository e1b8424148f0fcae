import { type Invariant, some } from './evidence.js';

interface AlertMessage {
  readonly rule: string;
  readonly count: number;
  readonly suppressedBy: readonly unknown[];
  readonly records: readonly { readonly uid: string }[];
}

export const truthfulAlerts: Invariant = {
  letter: 'H',
  title: 'an alert says what is true: its count, its records, whether it is muted',
  check({ reference, alerts }) {
    const wrong = new Set<string>();
    for (const { key, value } of alerts) {
      const expected = reference.get(key);
      if (expected === undefined) continue; // invariant A says so
      const alert: AlertMessage = JSON.parse(value);
      const { rule, fewest, uids, isSuppressed } = expected;
      if (rule.id === 'trailhound-rebuild-gap') continue; // found by what it says
      // It was raised by what had come by then: at least what a window needs, at most all there is.
      const isTrue =
        alert.rule === rule.id &&
        alert.count >= fewest &&
        alert.count <= uids.size &&
        alert.records.length > 0 &&
        alert.records.every(({ uid }) => uids.has(uid)) &&
        alert.suppressedBy.length > 0 === isSuppressed;
      if (!isTrue)
        wrong.add(
          `${key} (${rule.id}, count ${alert.count} of ${fewest} to ${uids.size}, ${alert.records.length} records)`,
        );
    }
    return { problems: wrong.size > 0 ? [`${wrong.size} alerts say what is not true: ${some(wrong)}`] : [] };
  },
};
