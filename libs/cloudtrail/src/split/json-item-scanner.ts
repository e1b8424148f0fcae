import { ItemBuffer, maxHeadBytes, type Stretch } from './item-buffer.js';
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON_SIGN,
  COMMA,
  isByteOrderMark,
  isScalarByte,
  isSpace,
  NEWLINE,
  nextObjectLine,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  textEnd,
} from './json-bytes.js';
import {
  breakOfStructure,
  containers,
  extendKey,
  type ItemLimits,
  type ItemPlace,
  type JsonItem,
  tooDeep,
  tooLarge,
  type UnreadableReason,
} from './json-item.js';
import { AFTER, COLON, DEEP, ESCAPE, KEY, KEY_OR_END, RESYNC, SCALAR, TEXT, VALUE, VALUE_OR_END } from './states.js';

/**
 * Cuts a byte stream of JSON into items: the elements of a top-level array, or of the first-level arrays `Records`,
 * `Events`, `Messages`, `logEvents` of a top-level object; else the top-level objects themselves, one after the other.
 * Holds one item at a time, whatever the size of the input, and answers the same for any division into chunks.
 *
 * Brackets, commas, colons and quotes are checked here; scalars and escapes are left to the parser of the item, so that
 * an error there costs one item. A break of the structure costs the input up to the next line that starts with `{`, which
 * may lie inside the broken item: one torn line of JSON lines does not take its successors along.
 */
export class JsonItemScanner {
  readonly #limits: ItemLimits;
  /** The open brackets, by depth. */
  readonly #brackets: Uint8Array;
  readonly #buffer: ItemBuffer;
  #found: JsonItem[] = [];
  #state = VALUE;
  #depth = 0;
  /** Depth at which items stand: 0 at the top level, 1 in a top-level array, 2 in a container of an object. */
  #itemDepth = 0;
  #place: ItemPlace = 'top';
  #isKey = false;
  /** The last key of the top-level object, as far as it may be a container's. */
  #key = '';
  #memberCount = 0;
  /** Offset of the next byte to be scanned. */
  #offset = 0;
  #lastByte = NEWLINE;
  #isEmpty = true;
  #break: { readonly reason: UnreadableReason; readonly message: string; readonly offset: number } | undefined;

  constructor(limits: ItemLimits) {
    this.#limits = limits;
    this.#brackets = new Uint8Array(limits.maxDepth + 4);
    this.#buffer = new ItemBuffer(limits.maxItemBytes);
  }

  /** Offset in the input of what is pushed next. */
  get offset(): number {
    return this.#offset;
  }

  /** True between two top-level objects: what comes next may be read elsewhere and passed over here. */
  get isBetween(): boolean {
    return this.#state === VALUE && this.#depth === 0 && this.#break === undefined && !this.#buffer.isOpen;
  }

  /** Some lines of the input, the last one ended, were read elsewhere; only where `isBetween`. */
  passLines(bytes: number): void {
    [this.#offset, this.#lastByte, this.#isEmpty] = [this.#offset + bytes, NEWLINE, false];
  }

  /** The items that end in this chunk, whole ones as views into it: it must not be changed afterwards. */
  push(chunk: Uint8Array): JsonItem[] {
    const segments = [chunk];
    for (let segment = segments.pop(); segment !== undefined; segment = segments.pop()) {
      const end = this.#scan(segment);
      if (end === segment.length) {
        this.#buffer.leave(segment);
        continue;
      }
      const broken = this.#recover(segment, end);
      segments.push(segment.subarray(end));
      if (broken !== undefined) segments.push(broken);
    }
    return this.#take();
  }

  /** What the end of the input leaves: nothing, or that it ends in the middle of something. */
  finish(): JsonItem[] {
    const end = new Uint8Array(0);
    const found: JsonItem[] = [];
    while (this.#depth > 0) {
      const broken = this.#recover(end, 0);
      if (broken !== undefined) found.push(...this.push(broken));
    }
    if (this.#state === RESYNC) this.#endBreak(this.#buffer.close(end, 0));
    if (this.#isEmpty) this.#refuse('empty_object', 'holds nothing', { offset: 0, bytes: end }, false);
    return [...found, ...this.#take()];
  }

  #take(): JsonItem[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** Scans to the end of the segment, or to the byte that cannot stand where it does; answers the index. */
  #scan(segment: Uint8Array): number {
    const { length } = segment;
    const base = this.#offset;
    let state = this.#state;
    let at = 0;
    for (; at < length; at++) {
      if (state === TEXT) {
        const from = at;
        at = textEnd(segment, at);
        if (this.#isKey && this.#depth === 1 && this.#itemDepth === 0)
          this.#key = extendKey(this.#key, segment, from, at);
        if (at === length) break;
        state = segment[at] === BACKSLASH ? ESCAPE : this.#endText(segment, at);
        continue;
      }
      const byte = segment[at] as number;
      if (state === ESCAPE) {
        state = TEXT;
        continue;
      }
      if (state === RESYNC) {
        const before = at > 0 ? segment[at - 1] : this.#lastByte;
        if (byte !== OPEN_OBJECT || before !== NEWLINE) continue;
        this.#endBreak(this.#buffer.close(segment, at));
        state = VALUE;
      }
      if (state === SCALAR) {
        if (isScalarByte(byte)) continue;
        state = AFTER;
        if (this.#depth === this.#itemDepth) this.#endItem(segment, at);
      }
      if (isSpace(byte)) {
        while (isSpace(segment[at + 1])) at++;
        continue;
      }

      if (state === AFTER) {
        if (byte === COMMA) state = this.#brackets[this.#depth] === OPEN_OBJECT ? KEY : VALUE;
        else if (this.#isClosedBy(byte)) state = this.#close(segment, at);
        else break;
      } else if (state === COLON) {
        if (byte !== COLON_SIGN) break;
        state = VALUE;
      } else if (state === KEY || state === KEY_OR_END) {
        if (byte === QUOTE) {
          this.#isKey = true;
          this.#key = '';
          state = TEXT;
        } else if (byte === CLOSE_OBJECT && state === KEY_OR_END) state = this.#close(segment, at);
        else break;
      } else if (state === DEEP) {
        if (byte === QUOTE) state = TEXT;
        else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth++;
        else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) state = this.#closeDeep(segment, at);
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        state = this.#open(byte, at, base);
      } else if (this.#depth === 0) {
        if (!isByteOrderMark(byte)) break;
      } else if (byte === QUOTE || isScalarByte(byte)) {
        if (this.#depth === this.#itemDepth) this.#startItem(at, base);
        state = byte === QUOTE ? TEXT : SCALAR;
      } else if (byte === CLOSE_ARRAY && state === VALUE_OR_END) state = this.#close(segment, at);
      else break;
    }
    this.#state = state;
    this.#offset = base + at;
    if (at > 0) this.#lastByte = segment[at - 1] as number;
    return at;
  }

  #endText(segment: Uint8Array, at: number): number {
    if (this.#buffer.isRefused) return DEEP;
    if (this.#isKey) {
      this.#isKey = false;
      if (this.#depth === this.#itemDepth + 1) this.#memberCount++;
      return COLON;
    }
    if (this.#depth === this.#itemDepth) this.#endItem(segment, at + 1);
    return AFTER;
  }

  #open(byte: number, at: number, base: number): number {
    if (byte === OPEN_ARRAY && this.#depth === 0) this.#enter(1, 'array');
    else if (this.#depth === this.#itemDepth) this.#startItem(at, base);
    else if (byte === OPEN_ARRAY && this.#depth === 1 && this.#itemDepth === 0) {
      const place = containers.get(this.#key);
      if (place !== undefined) this.#enter(2, place);
    }
    this.#depth++;
    if (this.#depth - this.#itemDepth > this.#limits.maxDepth) {
      if (!this.#buffer.isOpen) this.#startItem(at, base);
      this.#buffer.refuse();
      return DEEP;
    }
    this.#brackets[this.#depth] = byte;
    return byte === OPEN_OBJECT ? KEY_OR_END : VALUE_OR_END;
  }

  #enter(itemDepth: number, place: ItemPlace): void {
    this.#buffer.drop();
    this.#itemDepth = itemDepth;
    this.#place = place;
    this.#isEmpty = false;
  }

  #isClosedBy(byte: number): boolean {
    return byte === (this.#brackets[this.#depth] === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY);
  }

  #close(segment: Uint8Array, at: number): number {
    this.#depth--;
    if (this.#depth < this.#itemDepth) {
      this.#itemDepth = 0;
      this.#place = 'top';
    } else if (this.#depth === this.#itemDepth && this.#buffer.isOpen) this.#endItem(segment, at + 1);
    return this.#depth === 0 ? VALUE : AFTER;
  }

  #closeDeep(segment: Uint8Array, at: number): number {
    this.#depth--;
    if (this.#depth > this.#itemDepth) return DEEP;
    this.#endItem(segment, at + 1);
    return this.#depth === 0 ? VALUE : AFTER;
  }

  #startItem(at: number, base: number): void {
    this.#memberCount = 0;
    this.#buffer.open(at, base + at);
  }

  #endItem(segment: Uint8Array, end: number): void {
    const isDeep = this.#buffer.isRefused;
    const stretch = this.#buffer.close(segment, end);
    const { offset, bytes } = stretch;
    if (isDeep) this.#refuse('too_deep', tooDeep(this.#limits), stretch, true);
    else if (!stretch.isWhole) this.#refuse('too_large', tooLarge(this.#limits), stretch, true);
    else {
      this.#isEmpty = false;
      this.#found.push({ kind: 'value', place: this.#place, offset, bytes, memberCount: this.#memberCount });
    }
  }

  /**
   * The structure breaks before index `end`. Answers the rest of the broken item from its next line that starts with
   * `{`, to be scanned again; where there is none, everything up to such a line is passed over.
   */
  #recover(segment: Uint8Array, end: number): Uint8Array | undefined {
    const offset = this.#offset;
    const found = this.#buffer.isRefused
      ? ({ reason: 'too_deep', message: tooDeep(this.#limits) } as const)
      : breakOfStructure(this.#depth, end === segment.length);
    this.#break = { ...found, offset };
    this.#depth = 0;
    this.#itemDepth = 0;
    this.#place = 'top';
    this.#isKey = false;
    this.#state = RESYNC;
    if (!this.#buffer.isOpen) this.#buffer.open(end, offset);

    const stretch = this.#buffer.close(segment, end);
    const next = stretch.isWhole ? nextObjectLine(stretch.bytes) : -1;
    if (next < 0) {
      this.#buffer.resume(stretch);
      return undefined;
    }
    this.#endBreak({ ...stretch, bytes: stretch.bytes.subarray(0, Math.min(next, maxHeadBytes)) });
    this.#state = VALUE;
    this.#offset = stretch.offset + next;
    return stretch.bytes.subarray(next);
  }

  #endBreak({ bytes }: Stretch): void {
    if (this.#break === undefined) return;
    const { reason, message, offset } = this.#break;
    this.#break = undefined;
    this.#refuse(reason, message, { offset, bytes }, false);
  }

  #refuse(reason: UnreadableReason, message: string, at: Omit<Stretch, 'isWhole'>, isItem: boolean): void {
    this.#isEmpty = false;
    this.#found.push({ kind: 'unreadable', reason, message, offset: at.offset, isItem, head: at.bytes });
  }
}
