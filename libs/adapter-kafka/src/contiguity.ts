/** What to make of the first offset of a batch, given where reading should go on. */
export type Continuity =
  /** As expected, or the first batch of the partition. */
  | { readonly kind: 'continues' }
  /** Some of the batch was handled before; go on from `from`. */
  | { readonly kind: 'overlaps'; readonly from: bigint }
  /** Messages between are missing and the log still has the first of them: read again from there. */
  | { readonly kind: 'jumped'; readonly seekTo: bigint }
  /** Messages between are gone from the log for good; `lost` says how many offsets. */
  | { readonly kind: 'lost'; readonly lost: bigint }
  /** Asked again, the log gave the same: compaction or transaction markers explain the gap. */
  | { readonly kind: 'explained' };

/**
 * Watches that a partition is read without holes, whatever the client does. Reading must go on where it left off; a jump
 * is sought back once, and only a log that answers the same again is believed.
 */
export class ContiguityWatch {
  #expected: bigint | undefined;
  #soughtBackFor: bigint | undefined;
  #moves = 0;

  /** Judges a batch that starts at `first`; `earliest` is the first offset the log still has. */
  judge(first: bigint, last: bigint, earliest: bigint): Continuity {
    const expected = this.#expected;
    if (expected === undefined || first === expected) return { kind: 'continues' };
    if (first < expected)
      return last < expected ? { kind: 'overlaps', from: last + 1n } : { kind: 'overlaps', from: expected };
    if (earliest > expected) return { kind: 'lost', lost: earliest - expected };
    if (this.#soughtBackFor === expected) return { kind: 'explained' };
    this.#soughtBackFor = expected;
    return { kind: 'jumped', seekTo: expected };
  }

  /** Reading goes on at `next`: after a handled batch, or because it was sought there. */
  moveTo(next: bigint): void {
    this.#expected = next;
    this.#soughtBackFor = undefined;
    this.#moves += 1;
  }

  /** Another number after every {@link moveTo}: whoever worked meanwhile sees whether reading was sent elsewhere. */
  get moves(): number {
    return this.#moves;
  }

  /** Where reading should go on; undefined before the first batch. */
  get expected(): bigint | undefined {
    return this.#expected;
  }
}
