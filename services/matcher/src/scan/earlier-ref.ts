import type { RecordRef } from '@trailhound/contracts';

/** Which of two copies of a record is named: that of the first input by name, the first in it; so order does not show. */
export function isEarlierRef(a: RecordRef, b: RecordRef): boolean {
  return a.input === b.input ? a.index < b.index : a.input < b.input;
}
