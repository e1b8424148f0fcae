import { statSync } from 'node:fs';
import type { InputItem } from '@trailhound/collector/inputs';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { countOf } from '../terminal/counted.js';
import { openInputs } from './open-inputs.js';
import type { RecordPointer, Which } from './record-pointer.js';

/**
 * The records a person points at, in the order of the pointers. An input that is named twice is read once, so that both
 * may stand in what is piped in. Fails with a sentence where there is no such record.
 */
export async function readRecords(io: Io, pointers: readonly RecordPointer[]): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const input of new Set(pointers.map((pointer) => pointer.input))) {
    const wanted = pointers.map((pointer) => (pointer.input === input ? pointer.which : undefined));
    await findIn(io, input, wanted, found);
  }
  return found;
}

async function findIn(io: Io, input: string, wanted: readonly (Which | undefined)[], found: unknown[]): Promise<void> {
  if (input !== '-' && statSync(input, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandFailure(`${input} is a folder: name one file, FILE#INDEX or FILE#EVENTID`, exitCodes.usage);
  const missing = new Set(wanted.flatMap((which, at) => (which === undefined ? [] : [at])));
  let records = 0;
  for await (const { items } of openInputs(io, [input])) {
    for (const item of items) {
      if (item.kind === 'unreadable')
        throw new CommandFailure(`${input} cannot be read: ${item.message}`, exitCodes.environment);
      for (const at of missing) {
        const which = wanted[at];
        if (which === undefined || !isMeant(item, which, records)) continue;
        if (item.kind === 'rejected')
          throw new CommandFailure(`${input}#${item.index} is no record: ${item.message}`, exitCodes.usage);
        if (item.kind !== 'record') continue;
        found[at] = item.record;
        missing.delete(at);
      }
      if (item.kind === 'record') records += 1;
    }
    if (missing.size === 0) return;
  }
  const [first] = [...missing].map((at) => wanted[at]);
  if (first) throw new CommandFailure(notFound({ input, which: first }, records), exitCodes.usage);
}

/** `records`: how many records stood before it. */
function isMeant(item: InputItem, which: Which, records: number): boolean {
  switch (which.kind) {
    case 'nth':
      return item.kind === 'record' && records === which.nth;
    case 'index':
      return 'index' in item && item.index === which.index;
    case 'id':
      return item.kind === 'record' && item.record['eventID'] === which.eventID;
    default:
      return which satisfies never;
  }
}

function notFound({ input, which }: RecordPointer, records: number): string {
  const holds = `${input === '-' ? 'standard input' : input} holds ${countOf(records, 'record')}`;
  switch (which.kind) {
    case 'nth':
      return which.nth === 0 ? holds : `${holds}; two are needed to compare`;
    case 'index':
      return `${holds}, none at #${which.index}; the first is #0`;
    case 'id':
      return `${holds}, none with eventID ${which.eventID}`;
    default:
      return which satisfies never;
  }
}
