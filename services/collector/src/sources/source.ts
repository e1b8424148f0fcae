import type { CheckpointStore } from '@trailhound/ports';
import type { InputItem } from '../read/read-input.js';

/** One file, object or stream of a source. */
export interface Input {
  /** As a person would look it up. */
  readonly name: string;
  /** Remembers that the input was read to its end: an input whose value is unchanged is not read again. */
  readonly checkpoint?: { readonly scope: string; readonly key: string; readonly value: string };
  /** When it was put where it is, epoch milliseconds; absent where that says nothing about its records. */
  readonly deliveredMs?: number;
  /** Reads it, once, in batches; see `readInput`. */
  read(): AsyncIterable<readonly InputItem[]>;
  /**
   * Told, once, what became of it: everything in it is durable in the log, or it could not be read. Not called where the
   * run ends in the middle. Never rejects.
   */
  settle?(outcome: InputOutcome): Promise<void>;
}

export type InputOutcome = { readonly kind: 'collected' } | { readonly kind: 'unreadable'; readonly message: string };

/** Something a source names but cannot open. */
export interface UnreadableInput {
  readonly name: string;
  readonly unreadable: string;
}

export type SourceKind = 'sqs' | 's3' | 'http' | 'lookup' | 'files' | 'stdin' | 'simulate';

/** Where records come from. Its inputs end; those of a source that waits for more, when the signal aborts. */
export interface Source {
  /** Header `origin`, metric label. */
  readonly kind: SourceKind;
  /** Inputs that may be read at once. Default 1: one after the other. */
  readonly concurrency?: number;
  /** It waits for more when it has read what there is: that nothing comes means something. */
  readonly isLasting?: boolean;
  /** Its alerts are recorded and marked; delivered only with `notify`. */
  readonly backfill: boolean;
  readonly notify: boolean;
  /** `checkpoints` is for what a source remembers itself, besides the inputs that were read to their end. */
  inputs(signal?: AbortSignal, checkpoints?: CheckpointStore): AsyncIterable<Input | UnreadableInput>;
}
