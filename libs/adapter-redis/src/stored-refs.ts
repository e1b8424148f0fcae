import type { RecordRef } from '@trailhound/contracts';

/**
 * A record's reference as it lies in a bucket: eventID, number of its input, index; then uid and eventTime where they do
 * not follow from the entry it stands in. 0 is a reference that was given up.
 */
export type StoredRef =
  | readonly [eventID: string | null, input: number, index: number, uid?: string | 0, eventTime?: string]
  | 0;

/** The entry a reference stands in. */
interface Holder {
  readonly uid: string;
  readonly atMs: number;
}

/** Packs the references of one bucket; inputs, which are long and come again, are written once. */
export class RefPacker {
  readonly inputs: string[] = [];
  readonly #numbers = new Map<string, number>();

  pack(ref: RecordRef | null, { uid, atMs }: Holder): StoredRef {
    if (ref === null) return 0;
    const input = this.#numberOf(ref.input);
    if (ref.eventTime !== timeOf(atMs)) return [ref.eventID, input, ref.index, ref.uid, ref.eventTime];
    return ref.uid === uid ? [ref.eventID, input, ref.index] : [ref.eventID, input, ref.index, ref.uid];
  }

  #numberOf(input: string): number {
    const known = this.#numbers.get(input);
    if (known !== undefined) return known;
    this.#numbers.set(input, this.inputs.length);
    return this.inputs.push(input) - 1;
  }
}

/** Reads what {@link RefPacker} writes. */
export function unpackRef(stored: StoredRef, inputs: readonly string[], holder: Holder): RecordRef | null {
  if (stored === 0) return null;
  const [eventID, input, index, uid, eventTime] = stored;
  return {
    uid: uid || holder.uid,
    eventID,
    eventTime: eventTime ?? timeOf(holder.atMs),
    input: inputs[input] ?? '',
    index,
  };
}

/** As alerts write it: whole seconds without a fraction. */
function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
