import type { CorrelationEntry } from './correlation-entry.js';

/** Looks for rules that match one after the other, by different records. */
export interface RuleSequence {
  /** Takes the next entry in order. */
  add(entry: Pick<CorrelationEntry, 'uid' | 'atMs' | 'input'>): void;
  /** When the shortest sequence seen so far began, the latest of them; -Infinity while there is none. */
  latestStartMs(): number;
}

/**
 * The sequence of `inputs`. For each of its beginnings the latest start is remembered: a window holds the sequence exactly
 * when the latest start of the whole lies in it, so that entries behind the window need not be taken back.
 */
export function sequenceOf(inputs: readonly number[]): RuleSequence {
  let starts: number[] = inputs.map(() => Number.NEGATIVE_INFINITY);
  // As it was before the record that is being added: it cannot follow itself.
  let before = starts;
  let record: { readonly uid: string; readonly atMs: number } | undefined;
  return {
    add({ uid, atMs, input }) {
      if (record?.uid !== uid || record.atMs !== atMs) {
        before = [...starts];
        record = { uid, atMs };
      }
      starts = starts.map((start, step) => {
        if (inputs[step] !== input) return start;
        return Math.max(start, step === 0 ? atMs : (before[step - 1] ?? Number.NEGATIVE_INFINITY));
      });
    },
    latestStartMs: () => starts.at(-1) ?? Number.NEGATIVE_INFINITY,
  };
}
