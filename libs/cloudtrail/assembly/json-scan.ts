// Walks over JSON in memory, sixteen bytes at a time where it is text. Each function takes where it starts and answers
// where what it passed ends, or `notPassed`. What they pass `JSON.parse` accepts, what they do not is for it to judge.
// Behind the record there must be 32 bytes of 0: every walk stops there, as no JSON has one.

export const notPassed: usize = 0;

export const QUOTE: u32 = 0x22;
export const BACKSLASH: u32 = 0x5c;
const PLUS: u32 = 0x2b;
const MINUS: u32 = 0x2d;
const DOT: u32 = 0x2e;
const ZERO: u32 = 0x30;
const NINE: u32 = 0x39;

// Words as a little-endian number reads them.
const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;
const NULL: u32 = 0x6c6c756e;

export function byteAt(at: usize): u32 {
  return <u32>load<u8>(at);
}

export function skipSpace(from: usize): usize {
  return byteAt(from) > 0x20 ? from : spaceEnd(from);
}

function spaceEnd(from: usize): usize {
  let at = from;
  while (isSpace(byteAt(at))) at += 1;
  return at;
}

const LINE_FEED: u32 = 0x0a;
// What stands for it among spaces; where records are lines it ends them.
let lineFeed: u32 = LINE_FEED;

/** From here on a line feed is no space, but the end of what stands in a line. */
export function beginLine(): void {
  lineFeed = 0x20;
}

/** From here on it is a space again; true where one stands at `at`. */
export function endLine(at: usize): bool {
  lineFeed = LINE_FEED;
  return byteAt(at) === LINE_FEED;
}

export function isSpace(byte: u32): bool {
  return byte === 0x20 || byte === lineFeed || byte === 0x0d || byte === 0x09;
}

// Not 0 where a text that was passed since `beginTexts` may be no plain ASCII, or has an escape.
let oddTexts: i32 = 0;

export function beginTexts(): void {
  oddTexts = 0;
}

/** Whether every text that was passed since `beginTexts` is plain ASCII and written without escapes; false where that is not told. */
export function areTextsPlain(): bool {
  return oddTexts === 0;
}

/** The first quote, backslash or control character at or behind `from`. */
export function textStop(from: usize): usize {
  let at = from;
  while (true) {
    const block = v128.load(at);
    oddTexts |= i8x16.bitmask(block);
    const stops = stopsIn(block);
    if (stops !== 0) return at + ctz(stops);
    at += 16;
  }
}

/** One bit for each byte that is a quote, a backslash or a control character. */
function stopsIn(block: v128): i32 {
  const quotes = i8x16.eq(block, i8x16.splat(0x22));
  const slashes = i8x16.eq(block, i8x16.splat(0x5c));
  const controls = i8x16.eq(i8x16.min_u(block, i8x16.splat(0x1f)), block);
  return i8x16.bitmask(v128.or(v128.or(quotes, slashes), controls));
}

/** From behind the opening quote of a string to behind its closing one. */
export function stringEnd(from: usize): usize {
  const stop = textStop(from);
  return byteAt(stop) === QUOTE ? stop + 1 : oddStringEnd(stop);
}

/** The rest of a string, from a stop that is no quote. */
function oddStringEnd(from: usize): usize {
  oddTexts = 1;
  let at = from;
  while (true) {
    const byte = byteAt(at);
    if (byte === QUOTE) return at + 1;
    if (byte !== BACKSLASH) return notPassed;
    at = escapeEnd(at + 1);
    if (at === notPassed) return notPassed;
    at = textStop(at);
  }
}

function escapeEnd(at: usize): usize {
  const letter = byteAt(at);
  if (letter === 0x75) return hexEnd(at + 1); // u
  const isPlain =
    letter === QUOTE ||
    letter === BACKSLASH ||
    letter === 0x2f || // the slash, then b, f, n, r, t
    letter === 0x62 ||
    letter === 0x66 ||
    letter === 0x6e ||
    letter === 0x72 ||
    letter === 0x74;
  return isPlain ? at + 1 : notPassed;
}

function hexEnd(from: usize): usize {
  for (let digit: usize = 0; digit < 4; digit++) if (!isHex(byteAt(from + digit))) return notPassed;
  return from + 4;
}

function isHex(byte: u32): bool {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

/** From the start of a number or a word to its end. */
export function scalarEnd(from: usize): usize {
  const first = byteAt(from);
  if (first === MINUS || isDigit(first)) return numberEnd(from);
  const word = load<u32>(from);
  if (word === TRUE || word === NULL) return from + 4;
  return first === 0x66 && load<u32>(from + 1) === ALSE ? from + 5 : notPassed;
}

function numberEnd(from: usize): usize {
  let at = byteAt(from) === MINUS ? from + 1 : from;
  const leading = byteAt(at);
  const wholeEnd = digitsEnd(at);
  if (wholeEnd === at || (leading === ZERO && wholeEnd > at + 1)) return notPassed;
  at = wholeEnd;
  if (byteAt(at) === DOT) {
    const fractionEnd = digitsEnd(at + 1);
    if (fractionEnd === at + 1) return notPassed;
    at = fractionEnd;
  }
  if ((byteAt(at) | 0x20) !== 0x65) return at;
  at += 1;
  if (byteAt(at) === PLUS || byteAt(at) === MINUS) at += 1;
  const exponentEnd = digitsEnd(at);
  return exponentEnd === at ? notPassed : exponentEnd;
}

function digitsEnd(from: usize): usize {
  let at = from;
  while (isDigit(byteAt(at))) at += 1;
  return at;
}

function isDigit(byte: u32): bool {
  return byte >= ZERO && byte <= NINE;
}
