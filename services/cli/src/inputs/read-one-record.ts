import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { openInputs } from './open-inputs.js';

/**
 * The record a person points at: `FILE` (its first record), `FILE#INDEX` from 0, or `FILE#EVENTID`. A file whose own name
 * holds a `#` is found when the whole text names it. Fails with a sentence when there is no such record.
 */
export async function readOneRecord(io: Io, pointer: string): Promise<unknown> {
  const hash = pointer.lastIndexOf('#');
  const [input, which] = hash === -1 ? [pointer, '0'] : [pointer.slice(0, hash), pointer.slice(hash + 1)];
  const index = /^\d+$/.test(which) ? Number(which) : undefined;
  let seen = 0;
  for await (const { items } of openInputs(io, [input])) {
    for (const item of items) {
      if (item.kind === 'unreadable')
        throw new CommandFailure(`${input} cannot be read: ${item.message}`, exitCodes.environment);
      if (item.kind !== 'record') continue;
      if (index === undefined ? item.record['eventID'] === which : seen === index) return item.record;
      seen += 1;
    }
  }
  const wanted = index === undefined ? `no record with eventID ${which}` : `no record number ${index}`;
  throw new CommandFailure(
    `${input} holds ${seen} records and ${wanted}: use FILE, FILE#INDEX (from 0) or FILE#EVENTID`,
    exitCodes.usage,
  );
}
