import type { LogBatch, RecordLog } from '@trailhound/ports';

/** What to make of the offsets between where reading stands and where a batch begins. */
export type Continuation =
  /** There are none. */
  | { readonly kind: 'continues' }
  /** So many hold no message any more, or never did: reading goes on with the batch. */
  | { readonly kind: 'passed-over'; readonly offsets: bigint }
  /** The log still has them: the batch is to be let go, and reading to go on at `from`. */
  | { readonly kind: 'hole'; readonly from: bigint };

/** How often the log may answer the same over a hole before it is believed, as over the markers of a transaction. */
const askedAgain = 3;

/**
 * Watches that nothing is left out of one partition under one assignment. Whoever keeps a place in a partition must not move
 * it over what it never saw: a client that lost a seek, or a batch that came under an earlier assignment, would take
 * records away for good.
 */
export class HoleWatch {
  #sentBack = 0;

  constructor(private readonly log: Pick<RecordLog, 'bounds'>) {}

  /** Judges a batch where all before `position` is handled. Rejects where the log cannot be asked. */
  async judge({ topic, partition, records, endOffset }: LogBatch, position: bigint): Promise<Continuation> {
    const first = records[0]?.offset ?? endOffset;
    if (first <= position) {
      this.#sentBack = 0;
      return { kind: 'continues' };
    }
    const oldest = (await this.log.bounds(topic)).get(partition)?.first ?? 0n;
    const from = oldest > position ? oldest : position;
    if (from >= first || this.#sentBack >= askedAgain) {
      this.#sentBack = 0;
      return { kind: 'passed-over', offsets: first - position };
    }
    this.#sentBack += 1;
    return { kind: 'hole', from };
  }
}
