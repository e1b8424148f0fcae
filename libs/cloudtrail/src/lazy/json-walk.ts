import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON_SIGN,
  COMMA,
  isSpace,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../split/json-bytes.js';

// Functions that walk over JSON without decoding it. Each takes the index it starts at and returns the index behind what
// it passed, or `notPassed`. What they pass, `JSON.parse` accepts; what they do not is for it to judge: it may be wrong,
// or deeper than `maxWalkDepth`. `view` looks at exactly `bytes`; four of them at a time are what makes this fast.

export const notPassed = -1;

/** Containers inside one another that are walked; real records nest 11 deep. As many as a number has bits to tell them. */
const maxWalkDepth = 31;

const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;

// The words of four letters, as a little-endian number reads them.
const TRUE = 0x65757274;
const ALSE = 0x65736c61;
const NULL = 0x6c6c756e;

export function skipSpace(bytes: Uint8Array, from: number): number {
  return (bytes[from] as number) > 0x20 ? from : spaceEnd(bytes, from);
}

function spaceEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** From behind the opening quote of a string to behind its closing one. */
export function stringEnd(bytes: Uint8Array, view: DataView, from: number): number {
  const stop = textStop(bytes, view, from);
  return bytes[stop] === QUOTE ? stop + 1 : oddStringEnd(bytes, view, stop);
}

/** The same, for a string without escapes: the name of a member, behind which something must stand. */
export function plainStringEnd(bytes: Uint8Array, view: DataView, from: number): number {
  const stop = textStop(bytes, view, from);
  return bytes[stop] === QUOTE ? stop + 1 : notPassed;
}

/** The first quote, backslash or control character at or after `from`; it may stop earlier at the end of the bytes. */
function textStop(bytes: Uint8Array, view: DataView, from: number): number {
  const lastWord = bytes.length - 4;
  let at = from;
  while (at <= lastWord) {
    const word = view.getInt32(at, true);
    const quotes = word ^ 0x22222222;
    const slashes = word ^ 0x5c5c5c5c;
    // The high bit of each byte that is one of them; the lowest bit set is never wrong.
    const stops =
      (((quotes - 0x01010101) & ~quotes) | ((slashes - 0x01010101) & ~slashes) | ((word - 0x20202020) & ~word)) &
      0x80808080;
    if (stops !== 0) return at + ((31 - Math.clz32(stops & -stops)) >>> 3);
    at += 4;
  }
  return at;
}

/** The rest of a string, from a stop that is no quote. */
function oddStringEnd(bytes: Uint8Array, view: DataView, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at = escapeEnd(bytes, at + 1);
    else if (byte >= 0x20) at += 1;
    else return notPassed;
    if (at === notPassed || at >= bytes.length) return notPassed;
    at = textStop(bytes, view, at);
  }
}

/** From the start of any value to its end. */
export function valueEnd(bytes: Uint8Array, view: DataView, from: number): number {
  let at = from;
  let depth = 0;
  // One bit a container, the innermost the lowest: 1 is an object.
  let kinds = 0;
  for (;;) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) at = stringEnd(bytes, view, at + 1);
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      const isObject = byte === OPEN_OBJECT;
      at = skipSpace(bytes, at + 1);
      if (bytes[at] !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        if (depth === maxWalkDepth) return notPassed;
        depth += 1;
        kinds = (kinds << 1) | (isObject ? 1 : 0);
        if (isObject) at = memberValue(bytes, view, at);
        if (at === notPassed) return notPassed;
        continue;
      }
      at += 1;
    } else at = scalarEnd(bytes, view, at);
    if (at === notPassed) return notPassed;

    for (;;) {
      if (depth === 0) return at;
      at = skipSpace(bytes, at);
      const next = bytes[at];
      const isObject = (kinds & 1) === 1;
      at += 1;
      if (next === COMMA) {
        at = skipSpace(bytes, at);
        if (isObject) at = memberValue(bytes, view, at);
        if (at === notPassed) return notPassed;
        break;
      }
      if (next !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return notPassed;
      depth -= 1;
      kinds >>>= 1;
    }
  }
}

/** From the opening quote of a member's name to the start of its value. */
function memberValue(bytes: Uint8Array, view: DataView, from: number): number {
  if (bytes[from] !== QUOTE) return notPassed;
  const nameEnd = stringEnd(bytes, view, from + 1);
  return nameEnd === notPassed ? notPassed : afterColon(bytes, nameEnd);
}

/** From behind a member's name to the start of its value. */
export function afterColon(bytes: Uint8Array, from: number): number {
  const at = skipSpace(bytes, from);
  return bytes[at] === COLON_SIGN ? skipSpace(bytes, at + 1) : notPassed;
}

function escapeEnd(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case 0x75: // u
      for (let digit = at + 1; digit <= at + 4; digit++) if (!isHex(bytes[digit])) return notPassed;
      return at + 5;
    case QUOTE:
    case BACKSLASH:
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 1;
    default:
      return notPassed;
  }
}

function isHex(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= ZERO && byte <= NINE) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

function scalarEnd(bytes: Uint8Array, view: DataView, from: number): number {
  const first = bytes[from] as number;
  if (first === MINUS || (first >= ZERO && first <= NINE)) return numberEnd(bytes, from);
  if (from + 5 > bytes.length) return notPassed;
  const word = view.getInt32(from, true);
  if (word === TRUE || word === NULL) return from + 4;
  return first === 0x66 && view.getInt32(from + 1, true) === ALSE ? from + 5 : notPassed;
}

function numberEnd(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === MINUS ? from + 1 : from;
  const leading = bytes[at];
  const wholeEnd = digitsEnd(bytes, at);
  if (wholeEnd === at || (leading === ZERO && wholeEnd > at + 1)) return notPassed;
  at = wholeEnd;
  if (bytes[at] === DOT) {
    const fractionEnd = digitsEnd(bytes, at + 1);
    if (fractionEnd === at + 1) return notPassed;
    at = fractionEnd;
  }
  if (((bytes[at] as number) | 0x20) !== 0x65) return at;
  at += 1;
  if (bytes[at] === PLUS || bytes[at] === MINUS) at += 1;
  const exponentEnd = digitsEnd(bytes, at);
  return exponentEnd === at ? notPassed : exponentEnd;
}

function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let byte = bytes[at] as number; byte >= ZERO && byte <= NINE; byte = bytes[at] as number) at += 1;
  return at;
}
