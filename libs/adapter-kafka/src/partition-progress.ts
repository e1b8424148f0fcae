import { ContiguityWatch } from './contiguity.js';

/** What one consumer knows of a partition it owns. */
export interface PartitionProgress {
  readonly contiguity: ContiguityWatch;
  /** Next offset to be handled; undefined before anything was committed or read. */
  committed: bigint | undefined;
  /** When the oldest message in hand was written, epoch milliseconds; undefined with nothing in hand. */
  inHandSinceMs: number | undefined;
  /** When the message handled last was written. */
  lastHandledMs: number | undefined;
  /** When the position last moved, by this process's clock. */
  movedAtMs: number;
}

export function freshProgress(committed: bigint | undefined, nowMs: number): PartitionProgress {
  const contiguity = new ContiguityWatch();
  if (committed !== undefined) contiguity.moveTo(committed);
  return { contiguity, committed, inHandSinceMs: undefined, lastHandledMs: undefined, movedAtMs: nowMs };
}
