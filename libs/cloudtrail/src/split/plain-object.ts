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
} from './json-bytes.js';

/** Deeper objects, and those with more members, are left to the parser. */
const maxDepth = 32;
const maxMembers = 128;

/** The members of the object that was read last, as places in its bytes. Used again for the next one. */
export class PlainMembers {
  count = 0;
  /** Of each member: hash of its name, start and end of the name, start and end of the value. */
  readonly places = new Int32Array(maxMembers * 5);
}

const isObjectAt = new Uint8Array(maxDepth + 1);

/**
 * Reads the JSON object that starts at `start` and answers the index after it; -1 where it is anything but plain. Plain is
 * a subset of what `JSON.parse` takes, told without parsing: every byte is checked against the grammar, and names of the
 * outermost members are ASCII without escapes and no two alike, so that a name's bytes are the name.
 */
export function readPlainObject(bytes: Uint8Array, start: number, end: number, members: PlainMembers): number {
  if (bytes[start] !== OPEN_OBJECT) return -1;
  const { places } = members;
  members.count = 0;
  let place = 0;
  let depth = 0;
  let expectsKey = false;
  let at = start;
  for (;;) {
    if (expectsKey) {
      if (bytes[at] !== QUOTE) return -1;
      const nameStart = at + 1;
      at = depth === 1 ? nameEnd(bytes, nameStart, end) : textEnd(bytes, nameStart, end);
      if (at < 0) return -1;
      if (depth === 1) {
        if (members.count === maxMembers) return -1;
        place = members.count * 5;
        members.count += 1;
        places[place] = hashOf(bytes, nameStart, at);
        places[place + 1] = nameStart;
        places[place + 2] = at;
      }
      at = skipSpace(bytes, at + 1);
      if (bytes[at] !== COLON_SIGN) return -1;
      at = skipSpace(bytes, at + 1);
      if (depth === 1) places[place + 3] = at;
    }
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = textEnd(bytes, at + 1, end) + 1;
      if (at === 0) return -1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === maxDepth) return -1;
      depth += 1;
      isObjectAt[depth] = byte === OPEN_OBJECT ? 1 : 0;
      at = skipSpace(bytes, at + 1);
      if (bytes[at] !== (byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        expectsKey = byte === OPEN_OBJECT;
        continue;
      }
      at += 1;
      depth -= 1;
    } else {
      at = scalarEnd(bytes, at, end);
      if (at < 0) return -1;
    }
    for (;;) {
      if (at > end) return -1;
      if (depth === 0) return areUnlike(members) ? at : -1;
      if (depth === 1) places[place + 4] = at;
      at = skipSpace(bytes, at);
      const next = bytes[at];
      at += 1;
      if (next === COMMA) break;
      if (next !== (isObjectAt[depth] === 1 ? CLOSE_OBJECT : CLOSE_ARRAY)) return -1;
      depth -= 1;
    }
    at = skipSpace(bytes, at);
    expectsKey = isObjectAt[depth] === 1;
  }
}

/** FNV-1a over the bytes. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash;
}

const seen = new Int32Array(512);
const seenIn = new Int32Array(512);
let turn = 0;

/** No two hashes are equal; then no two names are. */
function areUnlike({ count, places }: PlainMembers): boolean {
  turn = (turn + 1) | 0;
  for (let member = 0; member < count; member += 1) {
    const hash = places[member * 5] as number;
    let slot = hash & 511;
    while (seenIn[slot] === turn) {
      if (seen[slot] === hash) return false;
      slot = (slot + 1) & 511;
    }
    seenIn[slot] = turn;
    seen[slot] = hash;
  }
  return true;
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** Index of the quote that ends a text without escapes and of ASCII only; -1 where it is another. */
function nameEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at;
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return -1;
  }
  return -1;
}

/** Index of the quote that ends a text; -1 where it is no text of JSON, or does not end. */
function textEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at;
    if (byte < 0x20) return -1;
    if (byte !== BACKSLASH) continue;
    at += 1;
    const escaped = bytes[at];
    if (escaped === 0x75) {
      for (let digit = 1; digit <= 4; digit += 1) if (!isHex(bytes[at + digit])) return -1;
      at += 4;
    } else if (!isEscape(escaped)) return -1;
  }
  return -1;
}

/** One of `"\/bfnrt`. */
function isEscape(byte: number | undefined): boolean {
  return (
    byte === QUOTE ||
    byte === BACKSLASH ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74
  );
}

function isHex(byte: number | undefined): boolean {
  return (
    byte !== undefined &&
    ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66))
  );
}

const words = ['true', 'false', 'null'].map((word) => Uint8Array.from(word, (letter) => letter.charCodeAt(0)));

/** Index after a number, `true`, `false` or `null`; -1 where there is none. */
function scalarEnd(bytes: Uint8Array, start: number, end: number): number {
  const byte = bytes[start];
  if (byte === 0x2d || isDigit(byte)) return numberEnd(bytes, start, end);
  for (const word of words) {
    if (byte !== word[0]) continue;
    for (let at = 1; at < word.length; at += 1) if (bytes[start + at] !== word[at]) return -1;
    return start + word.length;
  }
  return -1;
}

/** RFC 8259 section 6: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?` */
function numberEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start;
  if (!isDigit(bytes[at])) return -1;
  if (bytes[at] === 0x30) at += 1;
  else at = digitsEnd(bytes, at, end);
  if (bytes[at] === 0x2e) {
    if (!isDigit(bytes[at + 1])) return -1;
    at = digitsEnd(bytes, at + 1, end);
  }
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    at += bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? 2 : 1;
    if (!isDigit(bytes[at])) return -1;
    at = digitsEnd(bytes, at, end);
  }
  return at;
}

function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isDigit(bytes[at])) at += 1;
  return at;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
