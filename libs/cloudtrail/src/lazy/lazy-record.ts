import { resolverOf } from '../compile-path.js';
import { envelopeOf } from '../envelope.js';
import type { FieldPath, Root } from '../field-path.js';
import type { JsonObject } from '../json-object.js';
import { parseJson } from '../parse-record.js';
import { type LazyRecordView, type RecordView, recordView } from '../record-view.js';
import { OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../split/json-bytes.js';
import { type BytePath, envelopeInputs } from './byte-path.js';
import type { LiteralScreen } from './literal-screen.js';
import { type Member, MemberTree } from './member-tree.js';
import { type RecordMemory, recordMemory, type Tenant } from './record-memory.js';
import { type Slot, slotIn } from './slot.js';
import { wordAt } from './word-at.js';

// Inside a record a byte order mark is a character like others.
const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const nothing: readonly unknown[] = Object.freeze([]);

/** What {@link LazyRecord.textAt} answers where the path leads nowhere. */
export const noValue = -1;
/** Where it leads to something else than one string: ask {@link LazyRecord.values}. */
export const notText = -2;

const noMember = -1;

/**
 * One record after another, read where it stands in its bytes. Opening one passes over it once, which tells whether it is
 * JSON and where the members stand that are asked for; nothing is decoded before it is read, and each path once. What is
 * unusual (a name written with escapes, or twice in one object, names that differ in case, nesting without end) is left
 * to `JSON.parse`, so that every path reads as {@link RecordView.resolve} of the parsed record has it.
 *
 * Made once for a set of rules and used for all records: what it answered for one must not be kept beyond the next.
 */
export class LazyRecord implements RecordView {
  readonly #enrich: ((record: JsonObject) => JsonObject) | undefined;
  readonly #memory: RecordMemory;
  readonly #tree = new MemberTree();
  readonly #tenant: Tenant;
  readonly #slots: Slot[] = [];
  /** By slot: the member whose value the path ends at, or `noMember` where it cannot be told by one. */
  readonly #lasts: number[] = [];
  readonly #slotsByPath = new Map<string, number>();
  #bytes: Uint8Array = new Uint8Array();
  #record = 0;
  #isParsed = true;
  #view: LazyRecordView | undefined;
  #envelope: JsonObject | undefined;
  /** By slot: the record its values were read in, and they. */
  readonly #readIn: number[] = [];
  readonly #values: (readonly unknown[])[] = [];

  /** Where the string ends that {@link textAt} or {@link soleEventName} has found, its closing quote left out. */
  textEnd = 0;
  /** Whether every text of the open record is plain ASCII and written without escapes; false where that is not told. */
  isPlain = false;

  constructor(enrich?: (record: JsonObject) => JsonObject) {
    this.#enrich = enrich;
    this.#memory = recordMemory();
    const tree = this.#tree;
    this.#tenant = {
      get tables() {
        return tree.tables;
      },
      get members() {
        return tree.members;
      },
      evict: () => {
        this.#isParsed = true;
      },
    };
    for (const name of envelopeInputs) tree.memberOf(tree.top, name, false);
  }

  /** What places in the record that is open, as `textAt` tells them, are places of. Four bytes may be read behind it. */
  get bytes(): Uint8Array {
    return this.#memory.bytes;
  }

  /** Looks at {@link bytes}. */
  get dataView(): DataView {
    return this.#memory.view;
  }

  /** Another number for each record. */
  get record(): number {
    return this.#record;
  }

  /** The record as a view that stays good when the next one is opened. */
  get view(): LazyRecordView {
    this.#view ??= recordView(this.#bytes, this.#enrich);
    return this.#view;
  }

  /** The number under which a path is read; the same for equal paths. Best asked for before records are opened. */
  slotOf(path: FieldPath): number {
    return this.#slotOf(path, false);
  }

  /** The number of a path for {@link undottedValues}. */
  undottedSlotOf(path: FieldPath): number {
    return this.#slotOf(path, true);
  }

  /** Takes up another record, to be opened or passed by. */
  take(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#record += 1;
    this.#view = undefined;
    this.#envelope = undefined;
    this.isPlain = false;
    this.#isParsed = !this.#memory.take(bytes, this.#tenant);
  }

  /**
   * Where the text starts, of the record that was taken up, of the only member called eventName, wherever in the record
   * it stands; `textEnd` says where it ends. `notText` where that is not certain. The bytes may be no JSON.
   */
  soleEventName(): number {
    const start = this.#isParsed ? 0 : this.#memory.soleEventName();
    if (start === 0) return notText;
    this.textEnd = this.#memory.soleEventNameEnd;
    return start;
  }

  /** Takes up another record and opens it, as {@link openTaken} does. */
  open(bytes: Uint8Array): boolean {
    this.take(bytes);
    return this.openTaken();
  }

  /** Opens the record that was taken up. False when its bytes are no JSON object: `view.problem` says why. */
  openTaken(): boolean {
    if (!this.#isParsed && this.#memory.walk()) {
      this.isPlain = this.#memory.isPlain;
      return true;
    }
    this.#isParsed = true;
    return this.view.problem === undefined;
  }

  /** A screen for texts of these records. */
  screen(): LiteralScreen {
    return this.#tree.screen();
  }

  /**
   * How many places there are, told by {@link placeAt}, where a literal of the screen may end in a text of the open
   * record, from where `textAt` says it starts to its end; -1 where that cannot be told of the bytes.
   */
  literalEnds(screen: LiteralScreen, start: number, end: number): number {
    // What was added since the record was taken up is not in memory yet.
    if (this.#isParsed || !this.#tree.isWritten) return -1;
    return this.#memory.literalEnds(screen.address, start, end);
  }

  /** Behind the last character of what may be a literal; `at` is below what `literalEnds` has counted. */
  placeAt(at: number): number {
    return this.#memory.placeAt(at);
  }

  root(name: Root): unknown {
    return this.view.root(name);
  }

  resolve(path: FieldPath): readonly unknown[] {
    return resolverOf(path)(this.view.root(path.root));
  }

  /** Every value the path of the slot reaches, as {@link RecordView.resolve} has it. */
  values(slot: number): readonly unknown[] {
    if (this.#readIn[slot] === this.#record) return this.#values[slot] as readonly unknown[];
    const values = this.#read(this.#slots[slot] as Slot);
    this.#values[slot] = values;
    this.#readIn[slot] = this.#record;
    return values;
  }

  /**
   * The values of a slot of {@link undottedSlotOf}, if the path is followed by members alone and no object on the way has a
   * member with a dot in its name; undefined otherwise.
   */
  undottedValues(slot: number): readonly unknown[] | undefined {
    const { members, isWhole } = this.#slots[slot] as Slot;
    if (this.#isParsed || !isWhole) return undefined;
    const depth = this.#locate(members);
    return depth < 0 || depth === members.length - 1 ? this.values(slot) : undefined;
  }

  /**
   * Where the text starts, behind its quote, of the one string the path reaches; `textEnd` says where it ends. It is as
   * written, escapes and all.
   */
  textAt(slot: number): number {
    const last = this.#lasts[slot] as number;
    if (this.#isParsed || last === noMember) return notText;
    const memory = this.#memory;
    const note = memory.noteOf(last);
    if (note === 0) return this.#isInArray(slot) ? notText : noValue;
    const start = memory.startAt(note);
    if (memory.bytes[start] !== QUOTE) return notText;
    this.textEnd = memory.endAt(note) - 1;
    return start + 1;
  }

  #slotOf({ root, segments, arrays, keyCase, flattenDots }: FieldPath, isUndotted: boolean): number {
    const path = { root, segments, arrays, keyCase, flattenDots };
    const key = JSON.stringify([path, isUndotted]);
    const known = this.#slotsByPath.get(key);
    if (known !== undefined) return known;
    const slot = this.#slots.length;
    const plan = slotIn(this.#tree, path, isUndotted);
    this.#slots.push(plan);
    this.#lasts.push((plan.isWhole ? plan.members.at(-1)?.id : undefined) ?? noMember);
    this.#readIn.push(0);
    this.#values.push(nothing);
    this.#slotsByPath.set(key, slot);
    // The record that is open was not looked through for this path.
    this.#isParsed = true;
    return slot;
  }

  /**
   * The depth of the last member on the way that there is, -1 if the path leads nowhere. Short of the last of `members` it
   * is an array, through which the path may go on.
   */
  #locate(members: readonly Member[]): number {
    const last = members.length - 1;
    // It is noted where objects alone lead to it.
    if (this.#memory.has((members[last] as Member).id)) return last;
    for (let depth = 0; depth < last; depth++) {
      const member = members[depth] as Member;
      if (!this.#memory.has(member.id)) return -1;
      const byte = this.#firstByteOf(member);
      if (byte === OPEN_ARRAY) return depth;
      if (byte !== OPEN_OBJECT) return -1;
    }
    return -1;
  }

  /** Whether an array stands on the way to a member that was not met. */
  #isInArray(slot: number): boolean {
    const { members } = this.#slots[slot] as Slot;
    return members.length > 1 && this.#locate(members) >= 0;
  }

  #firstByteOf({ id }: Member): number {
    return this.bytes[this.#memory.startOf(id)] as number;
  }

  #read({ path, members, rest, isEnvelope, entersArray }: Slot): readonly unknown[] {
    if (isEnvelope && !this.#isParsed) return resolverOf(path)(this.#computedEnvelope());
    if (members.length === 0 || this.#isParsed) return resolverOf(path)(this.view.root(path.root));
    const depth = this.#locate(members);
    if (depth < 0) return nothing;
    if (entersArray && this.#firstByteOf(members[depth] as Member) !== OPEN_ARRAY) return nothing;
    return (rest[depth] as BytePath['rest'][number])(this.#decode(members[depth] as Member));
  }

  #computedEnvelope(): JsonObject {
    if (this.#envelope !== undefined) return this.#envelope;
    const entries: [string, unknown][] = [];
    for (const name of envelopeInputs) {
      const member = this.#tree.top.inside.get(name);
      if (member !== undefined && this.#memory.has(member.id)) entries.push([name, this.#decode(member)]);
    }
    this.#envelope = envelopeOf(Object.fromEntries(entries));
    return this.#envelope;
  }

  #decode({ id }: Member): unknown {
    const { bytes } = this;
    const start = this.#memory.startOf(id);
    const end = this.#memory.endOf(id);
    const word = wordAt(bytes, start, end);
    if (word !== undefined) return word;
    const text = textDecoder.decode(bytes.subarray(start, end));
    if (bytes[start] === QUOTE && !text.includes('\\')) return text.slice(1, -1);
    // The space stands for what is before the value in its record: a number is told by it.
    return parseJson(` ${text}`);
  }
}
