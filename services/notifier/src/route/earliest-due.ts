import type { HeldDelivery, NewDelivery } from '@trailhound/ports';

/** Destination → when the first of what was enqueued for it is due, epoch milliseconds. */
export type EarliestDue = ReadonlyMap<string, number>;

/** When each destination has something to do of what was just written to the ledger; never later than that, maybe sooner. */
export function earliestDue(atOnce: readonly NewDelivery[], held: readonly HeldDelivery[] = []): EarliestDue {
  const due = new Map<string, number>();
  const note = (destination: string, dueMs: number) => {
    due.set(destination, Math.min(dueMs, due.get(destination) ?? Number.POSITIVE_INFINITY));
  };
  for (const { destination, dueMs } of atOnce) note(destination, dueMs);
  for (const { destination, dueMs, digest, atOnce: most } of held) {
    // Whether one of those that may go at once went, or is held, only the ledger knows.
    note(destination, most > 0 ? Math.min(dueMs, digest.dueMs) : digest.dueMs);
  }
  return due;
}
