import type { RecordItem } from '@trailhound/collector';
import type { InputTally } from '../inputs/input-tally.js';
import { openInputs } from '../inputs/open-inputs.js';
import type { Io } from '../io.js';

/** What is done with a record and the input it stands in; a promise is waited for. */
export type VisitRecord = (input: string, item: RecordItem) => void | Promise<void>;

/** Reads every input to its end, in order, and visits each record; everything else is tallied. */
export async function visitRecords(
  io: Io,
  inputs: readonly string[],
  tally: InputTally,
  visit: VisitRecord,
): Promise<void> {
  for await (const { input, items } of openInputs(io, inputs)) {
    for (const item of items) {
      tally.count(input, item);
      if (item.kind !== 'record') continue;
      const printing = visit(input, item);
      if (printing) await printing;
    }
  }
}
