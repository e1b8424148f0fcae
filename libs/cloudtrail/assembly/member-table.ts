import { byteAt } from './json-scan';

// The members of an object that somebody reads, found by the bytes of their names. `MemberNames` of src/lazy writes what
// is read here. A table, in bytes:
//   0  u32       slots - 1, slots being a power of two
//   4  u32       flags
//   8  u8[128]   one bit for the beginning of each name
// 136  u32[]     slots: where an entry stands, 0 where free
// An entry:
//   0  u32, u32  the first and the last four bytes of the name, letters in lower case
//   8  u32       its length
//  12  i32       where the member is noted; -1 where the record is to be parsed for it
//  16  u32       the table of the members inside it, 0 for none
//  20  u32       not 0: in any other case the record is to be parsed for it
//  32  u8[]      the name and 16 bytes of 0

const someFolded: u32 = 1;
const refusesDots: u32 = 2;
const refusesTwice: u32 = 4;

const letters: u32 = 0x20202020;

/** What {@link findMember} answers for a name nobody asks for. */
export const notAsked: usize = 0;
/** For a name that bytes alone cannot be trusted with. */
export const oddName: usize = 1;

// Of the object that is walked: names nobody asks for, from 264 to 512 in memory, each as where it stands and how long it is.
const othersAt: usize = 264;
const maxOthers: u32 = 31;
let others: u32 = 0;

/** Begins another record. */
export function forgetOthers(): void {
  others = 0;
}

/** Whether no other name of the object that nobody asks for is the same. No more than 31 are told apart, of ASCII only. */
export function isNewName(table: usize, from: usize, to: usize): bool {
  if ((load<u32>(table, 4) & refusesTwice) === 0) return true;
  if (others === maxOthers || !isAscii(from, to)) return false;
  const length = <u32>(to - from);
  for (let other: u32 = 0; other < others; other++) {
    const at = othersAt + ((<usize>other) << 3);
    if (load<u32>(at, 4) === length && memory.compare(<usize>load<u32>(at), from, length) === 0) return false;
  }
  const at = othersAt + ((<usize>others) << 3);
  store<u32>(at, <u32>from);
  store<u32>(at, length, 4);
  others += 1;
  return true;
}

/** The entry of a name. */
export function findMember(table: usize, from: usize, to: usize): usize {
  const flags = load<u32>(table, 4);
  if ((flags & refusesDots) !== 0 && hasDot(from, to)) return oddName;
  const length = <u32>(to - from);
  const head = load<u32>(from);
  const beginning = ((head & 0x1f) << 5) | (length & 0x1f);
  const isBegun = ((<u32>load<u8>(table + (beginning >> 3), 8) >> (beginning & 7)) & 1) !== 0;
  if (!isBegun && (flags & someFolded) === 0) return notAsked;
  const first = (length < 4 ? head & ((1 << (length << 3)) - 1) : head) | letters;
  const last = length < 4 ? first : load<u32>(to - 4) | letters;
  const mask = load<u32>(table);
  let slot = hashOf(first, last, length) & mask;
  while (true) {
    const entry = <usize>load<u32>(table + ((<usize>slot) << 2), 136);
    if (entry === 0) break;
    if (load<u32>(entry) === first && load<u32>(entry, 4) === last && load<u32>(entry, 8) === length) {
      if (isSame(entry + 32, from, length)) return load<i32>(entry, 12) < 0 ? oddName : entry;
      if (load<u32>(entry, 20) !== 0 && isSameFolded(entry + 32, from, length)) return oddName;
    }
    slot = (slot + 1) & mask;
  }
  // Letters beyond ASCII may be capitals of ASCII ones.
  return (flags & someFolded) !== 0 && !isAscii(from, to) ? oddName : notAsked;
}

function hashOf(first: u32, last: u32, length: u32): u32 {
  const mixed = (first ^ (last * 0x9e3779b1) ^ length) * 0x85ebca6b;
  return mixed ^ (mixed >> 15);
}

function isSame(name: usize, from: usize, length: u32): bool {
  let rest = <i32>length;
  let at: usize = 0;
  while (true) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(from + at), v128.load(name + at)));
    if (rest <= 16) return (<u32>~same) << (32 - rest) === 0;
    if (same !== 0xffff) return false;
    rest -= 16;
    at += 16;
  }
}

function isSameFolded(name: usize, from: usize, length: u32): bool {
  for (let at: usize = 0; at < <usize>length; at++)
    if (lowered(byteAt(from + at)) !== lowered(byteAt(name + at))) return false;
  return true;
}

function lowered(byte: u32): u32 {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function hasDot(from: usize, to: usize): bool {
  for (let at = from; at < to; at += 16)
    if ((i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0x2e))) & bitsBefore(to, at)) !== 0) return true;
  return false;
}

function isAscii(from: usize, to: usize): bool {
  for (let at = from; at < to; at += 16) if ((i8x16.bitmask(v128.load(at)) & bitsBefore(to, at)) !== 0) return false;
  return true;
}

/** A bit for each of the sixteen bytes at `at` that stands in front of `to`. */
function bitsBefore(to: usize, at: usize): i32 {
  const rest = <u32>(to - at);
  return rest < 16 ? (1 << rest) - 1 : 0xffff;
}
