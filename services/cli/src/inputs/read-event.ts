import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { readRecords } from './read-records.js';
import { readText } from './read-text.js';
import { recordPointer } from './record-pointer.js';

/**
 * The event a person points at, as it is written: also one that no pipeline would carry, without eventTime or eventID.
 * `FILE` with one JSON object is that object (an EventBridge envelope is its detail); everything else is found as
 * `readRecords` does.
 */
export async function readEvent(io: Io, pointer: string): Promise<unknown> {
  const at = recordPointer(pointer);
  const { input, which } = at;
  if (which.kind !== 'nth') return (await readRecords(io, [at]))[0];
  const event = singleObject(await readText(io, input));
  if (event !== undefined) return event;
  if (input === '-') throw new CommandFailure('standard input holds no single JSON object', exitCodes.usage);
  return (await readRecords(io, [at]))[0];
}

function singleObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.hasOwn(value, 'Records'))
      return undefined;
    const detail: unknown =
      Object.hasOwn(value, 'detail-type') && Object.hasOwn(value, 'detail')
        ? (value as { detail: unknown }).detail
        : value;
    return detail;
  } catch {
    return undefined; // JSON lines, gzip and the rest
  }
}
