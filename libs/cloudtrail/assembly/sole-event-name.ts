import { byteAt, isSpace, QUOTE, skipSpace, textStop } from './json-scan';

const untold: u32 = 0;

// What stands in memory as `"eventNa` and `ame"`, as little-endian numbers read them.
const head: u64 = ((<u64>0x614e746e) << 32) | 0x65766522;
const headLowered: u64 = ((<u64>0x616e746e) << 32) | 0x65766522;
const lowering: u64 = ((<u64>0x20202020) << 32) | 0x20202020;
const tail: u32 = 0x22656d61;

/**
 * Where the text starts of the one member that is called eventName, wherever in the record it stands, without looking at
 * how members nest; where it ends is noted at `endNote`. `untold` where that is not certain: there is none or more than
 * one, its value is no plain text, its name is written in another case, something is written as an escape that may
 * stand for a letter, or the bytes are not all of an object.
 */
export function soleEventName(from: usize, end: usize, endNote: usize): u32 {
  if (!isWhole(from, end)) return untold;
  let text: usize = 0;
  let slashes = i8x16.splat(0);
  for (let block = from; block < end; block += 32) {
    const first = v128.load(block);
    const second = v128.load(block, 16);
    slashes = v128.or(slashes, v128.or(i8x16.eq(first, backslash()), i8x16.eq(second, backslash())));
    const inFirst = nameEnds(first, v128.load(block, 4));
    const inSecond = nameEnds(second, v128.load(block, 20));
    if (!v128.any_true(v128.or(inFirst, inSecond))) continue;
    const ends = <u32>i8x16.bitmask(inFirst) | ((<u32>i8x16.bitmask(inSecond)) << 16);
    for (let bits = ends; bits !== 0; bits &= bits - 1) {
      const value = valueBehind(block + ctz(bits));
      if (value === notCalledSo) continue;
      if (value === 0 || text !== 0) return untold;
      text = value;
    }
  }
  if (v128.any_true(slashes) && spellsLetters(from, end)) return untold;
  if (text === 0) return untold;
  const stop = textStop(text);
  if (byteAt(stop) !== QUOTE) return untold;
  store<u32>(endNote, <u32>stop);
  return <u32>text;
}

function backslash(): v128 {
  return i8x16.splat(0x5c);
}

/** The bytes that are an N, in any case, with a quote four behind them. */
function nameEnds(bytes: v128, fourBehind: v128): v128 {
  return v128.and(
    i8x16.eq(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x6e)),
    i8x16.eq(fourBehind, i8x16.splat(0x22)),
  );
}

/** Whether a backslash with a u behind it stands somewhere. */
function spellsLetters(from: usize, end: usize): bool {
  for (let block = from; block < end; block += 16) {
    const us = i8x16.eq(v128.load(block, 1), i8x16.splat(0x75));
    if (v128.any_true(v128.and(i8x16.eq(v128.load(block), backslash()), us))) return true;
  }
  return false;
}

const notCalledSo: usize = 1;

/** From the N of what may be the name to the start of its text; 0 where it has none. */
function valueBehind(capital: usize): usize {
  const start = load<u64>(capital - 6);
  const rest = load<u32>(capital + 1);
  if ((start | lowering) !== headLowered || (rest | 0x20202020) !== tail) return notCalledSo;
  const colon = skipSpace(capital + 5);
  if (byteAt(colon) !== 0x3a) return notCalledSo;
  if (start !== head || rest !== tail) return 0;
  const value = skipSpace(colon + 1);
  return byteAt(value) === QUOTE ? value + 1 : 0;
}

/** A record that was cut off is none. */
function isWhole(from: usize, end: usize): bool {
  let last = end - 1;
  while (last > from && isSpace(byteAt(last))) last -= 1;
  return byteAt(last) === 0x7d && byteAt(skipSpace(from)) === 0x7b;
}
