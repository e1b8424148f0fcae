import type { QuarantineReason, SkipReason } from '@trailhound/contracts';

/** What a run came to. Every item of every input is in exactly one of `records`, `skipped` and `quarantined`. */
export interface CollectorSummary {
  /** False when the run was stopped before all sources were at their end. */
  readonly isComplete: boolean;
  /** Inputs read to their end in this run. */
  readonly inputs: number;
  /** Inputs passed over since an earlier run read them. */
  readonly knownInputs: number;
  readonly unreadable: readonly { readonly input: string; readonly message: string }[];
  readonly records: number;
  /** Of the records, uncompressed. */
  readonly bytes: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly quarantined: Readonly<Partial<Record<QuarantineReason, number>>>;
}

/** A summary while it is made. */
export class Tally {
  inputs = 0;
  knownInputs = 0;
  records = 0;
  bytes = 0;
  readonly unreadable: { readonly input: string; readonly message: string }[] = [];
  readonly #skipped = new Map<SkipReason, number>();
  readonly #quarantined = new Map<QuarantineReason, number>();

  skip(reason: SkipReason): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }

  quarantine(reason: QuarantineReason): void {
    this.#quarantined.set(reason, (this.#quarantined.get(reason) ?? 0) + 1);
  }

  summary(isComplete: boolean): CollectorSummary {
    const { inputs, knownInputs, unreadable, records, bytes } = this;
    const skipped: Partial<Record<SkipReason, number>> = Object.fromEntries(this.#skipped);
    const quarantined: Partial<Record<QuarantineReason, number>> = Object.fromEntries(this.#quarantined);
    return { isComplete, inputs, knownInputs, unreadable: [...unreadable], records, bytes, skipped, quarantined };
  }
}
