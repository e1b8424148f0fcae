import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  isSpace,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  textEnd,
} from './json-bytes.js';

const decoder = new TextDecoder('utf-8');

/** A value inside some bytes. */
export interface ValueBytes {
  readonly bytes: Uint8Array;
  /** From the start of the object. */
  readonly offset: number;
}

/**
 * The bytes of an object's own member as they were written; of duplicates the last, as `JSON.parse` has it. Undefined
 * when it has no such member. `object` must be one JSON object that a parser has accepted.
 */
export function memberBytes(object: Uint8Array, name: string): ValueBytes | undefined {
  let found: ValueBytes | undefined;
  let at = object.indexOf(OPEN_OBJECT) + 1;
  for (;;) {
    const keyStart = object.indexOf(QUOTE, at);
    const valueStart = skipSpace(object, skipColon(object, keyStart));
    if (keyStart < 0 || valueStart >= object.length) return found;
    const valueEnd = endOfValue(object, valueStart);
    if (keyAt(object, keyStart) === name) found = { bytes: object.subarray(valueStart, valueEnd), offset: valueStart };
    at = skipSpace(object, valueEnd);
    if (object[at] !== COMMA) return found;
  }
}

function skipColon(object: Uint8Array, keyStart: number): number {
  return skipSpace(object, endOfText(object, keyStart)) + 1;
}

function keyAt(object: Uint8Array, start: number): unknown {
  return JSON.parse(decoder.decode(object.subarray(start, endOfText(object, start))));
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isSpace(bytes[at])) at++;
  return at;
}

/** Index after the closing quote of the string that starts at `start`. */
function endOfText(bytes: Uint8Array, start: number): number {
  let at = textEnd(bytes, start + 1);
  while (bytes[at] === BACKSLASH) at = textEnd(bytes, at + 2);
  return at + 1;
}

function endOfValue(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      at = endOfText(bytes, at);
      if (depth === 0) return at;
      continue;
    }
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      // A bare value ends before the bracket that closes the object around it.
      if (depth === 0) return at;
      depth--;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (byte === COMMA || isSpace(byte))) return at;
    at++;
  }
  return at;
}
