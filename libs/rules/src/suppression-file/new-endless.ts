import type { PlacedLint } from '../lint/placed-lint.js';

/** Suppressions without an end, or of over 90 days, in `after` that are not in `before` already. */
export function newEndless(before: readonly PlacedLint[], after: readonly PlacedLint[]): readonly PlacedLint[] {
  const endless = (lints: readonly PlacedLint[]) => lints.filter(({ code }) => code === 'W-NO-END');
  const name = ({ subject, message }: PlacedLint) => JSON.stringify([subject, message]);
  const known = new Map<string, number>();
  for (const lint of endless(before)) known.set(name(lint), (known.get(name(lint)) ?? 0) + 1);
  return endless(after).filter((lint) => {
    const left = known.get(name(lint)) ?? 0;
    known.set(name(lint), left - 1);
    return left <= 0;
  });
}
