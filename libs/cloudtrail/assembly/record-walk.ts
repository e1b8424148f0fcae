import {
  areTextsPlain,
  beginLine,
  beginTexts,
  byteAt,
  endLine,
  notPassed,
  QUOTE,
  scalarEnd,
  skipSpace,
  stringEnd,
  textStop,
} from './json-scan';
import { findMember, forgetOthers, isNewName, notAsked, oddName } from './member-table';

// The reading of records, compiled to WebAssembly: `npm run wasm` makes src/lazy/record-walk.wasm.ts of it. The memory
// is shared out by `RecordMemory`; its first 256 bytes belong to the walk: of each object and array that is open, the
// outermost first, the table of the members asked for in it and where its end is to be noted, 0 for none.

export { literalEnds } from './literal-screen';
export { plainTextHash } from './plain-text';
export { soleEventName } from './sole-event-name';

/** Containers inside one another that are walked; real records nest 11 deep. As many as a number has bits to tell them. */
const maxDepth: u32 = 31;

const COMMA: u32 = 0x2c;
const COLON: u32 = 0x3a;
const OPEN_OBJECT: u32 = 0x7b;
const CLOSE_OBJECT: u32 = 0x7d;
const CLOSE_ARRAY: u32 = 0x5d;

/**
 * Passes over the record from `from` to `end` once. True: it is a JSON object, and each member the tables at `top` ask
 * for that is there is noted at `notes` + 12 times its number: `mark`, where its value starts, where that ends. At `notes`
 * itself stands 1 if all texts are plain ASCII without escapes, 0 where they may not be. False: it is to be parsed, as no JSON, or unusual: a name with escapes, one twice in an object, an odd one, deep nesting.
 */
export function walk(top: usize, from: usize, end: usize, notes: usize, mark: u32): bool {
  const at = objectEnd(top, skipSpace(from), notes, mark);
  return at !== notPassed && skipSpace(at) === end;
}

/** The same for a record that starts at `from` and fills its line: where the line ends, `notPassed` where it does not. */
export function walkLine(top: usize, from: usize, notes: usize, mark: u32): usize {
  beginLine();
  const at = objectEnd(top, from, notes, mark);
  return endLine(at) ? at : notPassed;
}

function objectEnd(top: usize, from: usize, notes: usize, mark: u32): usize {
  let at = from;
  if (byteAt(at) !== OPEN_OBJECT) return notPassed;
  forgetOthers();
  beginTexts();
  let depth: usize = 0;
  // One bit a container, the innermost the lowest: 1 is an object.
  let kinds: u32 = 0;
  // Of the value that starts at `at`: what is asked for inside it, and where it is noted.
  let inside = top;
  let note: usize = 0;
  while (true) {
    const byte = byteAt(at);
    let isName = false;
    if (byte === QUOTE) at = stringEnd(at + 1);
    else if ((byte | 0x20) === OPEN_OBJECT) {
      const isObject = byte === OPEN_OBJECT;
      at = skipSpace(at + 1);
      if (byteAt(at) !== byte + 2) {
        if (depth === maxDepth) return notPassed;
        store<u32>(depth << 3, isObject ? <u32>inside : 0);
        store<u32>(depth << 3, <u32>note, 4);
        depth += 1;
        kinds = (kinds << 1) | (isObject ? 1 : 0);
        note = 0;
        inside = 0;
        if (!isObject) continue;
        isName = true;
      } else at += 1;
    } else at = scalarEnd(at);
    if (at === notPassed) return notPassed;

    // Behind a value: whatever it ends, up to where the next one or the name of one starts.
    let isBehind = !isName;
    while (isBehind) {
      if (note !== 0) store<u32>(note, <u32>at, 8);
      if (depth === 0) {
        store<u32>(notes, areTextsPlain() ? 1 : 0);
        return at;
      }
      at = skipSpace(at);
      const next = byteAt(at);
      const isObject = (kinds & 1) === 1;
      at += 1;
      if (next === COMMA) {
        at = skipSpace(at);
        note = 0;
        inside = 0;
        isName = isObject;
        isBehind = false;
      } else {
        if (next !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return notPassed;
        depth -= 1;
        kinds >>= 1;
        note = <usize>load<u32>(depth << 3, 4);
      }
    }
    if (!isName) continue;

    if (byteAt(at) !== QUOTE) return notPassed;
    const table = <usize>load<u32>((depth - 1) << 3);
    if (table === 0) {
      at = stringEnd(at + 1);
      if (at === notPassed) return notPassed;
    } else {
      const name = at + 1;
      at = textStop(name);
      if (byteAt(at) !== QUOTE) return notPassed;
      const member = findMember(table, name, at);
      at += 1;
      if (member === oddName) return notPassed;
      if (member === notAsked) {
        if (!isNewName(table, name, at - 1)) return notPassed;
      } else {
        note = notes + <usize>load<u32>(member, 12) * 12;
        if (load<u32>(note) === mark) return notPassed;
        store<u32>(note, mark);
        inside = <usize>load<u32>(member, 16);
      }
    }
    at = skipSpace(at);
    if (byteAt(at) !== COLON) return notPassed;
    at = skipSpace(at + 1);
    if (note !== 0) store<u32>(note, <u32>at, 4);
  }
}
