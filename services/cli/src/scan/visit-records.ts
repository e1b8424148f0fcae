import type { RecordItem } from '@trailhound/collector/inputs';
import type { InputTally } from '../inputs/input-tally.js';
import { openInputs } from '../inputs/open-inputs.js';
import type { Io } from '../io.js';

/** What is read, and where it is counted. */
export interface Reading {
  readonly io: Io;
  readonly inputs: readonly string[];
  readonly tally: InputTally;
}

/** What is done with the records of the inputs. */
export interface RecordVisit {
  /** A promise is waited for. */
  record(input: string, item: RecordItem): void | Promise<void>;
  /** Some of an input was read: a moment to print what was found in it and to say how far the work is. A promise is waited for. */
  progress(input: string): void | Promise<void>;
}

/** Reads every input to its end, in order, and visits each record; everything else is tallied. */
export async function visitRecords({ io, inputs, tally }: Reading, visit: RecordVisit): Promise<void> {
  for await (const { input, items } of openInputs(io, inputs)) {
    for (const item of items) {
      tally.count(input, item);
      if (item.kind !== 'record') continue;
      const printing = visit.record(input, item);
      if (printing) await printing;
    }
    await visit.progress(input);
  }
}
