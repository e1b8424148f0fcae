import { resolverOf } from '../compile-path.js';
import { envelopeOf } from '../envelope.js';
import type { FieldPath, Root } from '../field-path.js';
import type { JsonObject } from '../json-object.js';
import { parseJson } from '../parse-record.js';
import { type LazyRecordView, type RecordView, recordView } from '../record-view.js';
import { CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../split/json-bytes.js';
import { type BytePath, bytePathOf, envelopeInputs, isOfEnvelope } from './byte-path.js';
import { afterColon, notPassed, plainStringEnd, skipSpace, valueEnd } from './json-walk.js';
import { MemberNames, oddName } from './member-names.js';
import { RecordGlance } from './record-glance.js';

// Inside a record a byte order mark is a character like others.
const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const nothing: readonly unknown[] = Object.freeze([]);

/** What {@link LazyRecord.textAt} answers where the path leads nowhere. */
export const noValue = -1;
/** Where it leads to something else than one string: ask {@link LazyRecord.values}. */
export const notText = -2;

/** A member somebody reads, with those inside it that somebody reads. */
interface Member {
  readonly id: number;
  readonly names: MemberNames;
  readonly inside: Map<string, Member>;
}

interface Slot {
  readonly path: FieldPath;
  /** The members on the way, outermost first; none where the record is parsed for the path. */
  readonly members: readonly Member[];
  readonly rest: BytePath['rest'];
  readonly isWhole: boolean;
  /** The path is one of the envelope's that a few members of the record decide. */
  readonly isEnvelope: boolean;
}

/**
 * One record after another, read where it stands in its bytes. Opening one passes over it once, which tells whether it is
 * JSON and where the members stand that are asked for; nothing is decoded before it is read, and each path once. What is
 * unusual (a name written with escapes, names that differ in case, nesting without end) is left to `JSON.parse`, so that
 * every path reads as {@link RecordView.resolve} of the parsed record has it.
 *
 * Made once for a set of rules and used for all records: what it answered for one must not be kept beyond the next.
 */
export class LazyRecord implements RecordView {
  /** Tells of records what they may have before they are opened. */
  readonly glance = new RecordGlance();
  readonly #enrich: ((record: JsonObject) => JsonObject) | undefined;
  readonly #slots: Slot[] = [];
  readonly #slotsByPath = new Map<string, number>();
  readonly #top: Member = { id: 0, names: new MemberNames(), inside: new Map() };
  #bytes: Uint8Array = new Uint8Array();
  #dataView = new DataView(this.#bytes.buffer);
  #record = 0;
  #isParsed = false;
  #view: LazyRecordView | undefined;
  #envelope: JsonObject | undefined;
  /** By member id: itself, the record it was found in, and where its value stands there. */
  readonly #members: Member[] = [this.#top];
  readonly #foundIn: number[] = [0];
  readonly #starts: number[] = [0];
  readonly #ends: number[] = [0];
  /** By slot: the record its values were read in, and they. */
  readonly #readIn: number[] = [];
  readonly #values: (readonly unknown[])[] = [];

  /** Where the string ends that {@link textAt} has found, its closing quote left out. */
  textEnd = 0;

  constructor(enrich?: (record: JsonObject) => JsonObject) {
    this.#enrich = enrich;
    for (const name of envelopeInputs) this.#memberOf(this.#top, name, false);
  }

  /** The bytes of the record that is open. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Looks at exactly {@link bytes}. */
  get dataView(): DataView {
    return this.#dataView;
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

  /** Opens another record. False when its bytes are no JSON object: `view.problem` says why. */
  open(bytes: Uint8Array): boolean {
    this.#bytes = bytes;
    this.#dataView = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#record += 1;
    this.#isParsed = false;
    this.#view = undefined;
    this.#envelope = undefined;
    const start = skipSpace(bytes, 0);
    const end = bytes[start] === OPEN_OBJECT ? this.#lookThrough(this.#top, start) : notPassed;
    if (end !== notPassed && skipSpace(bytes, end) === bytes.length) return true;
    this.#isParsed = true;
    return this.view.problem === undefined;
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
    const { members, isWhole } = this.#slots[slot] as Slot;
    if (this.#isParsed || members.length === 0) return notText;
    const depth = this.#locate(members);
    if (depth < 0) return noValue;
    const { id } = members[depth] as Member;
    const start = this.#starts[id] as number;
    if (!isWhole || depth < members.length - 1 || this.#bytes[start] !== QUOTE) return notText;
    this.textEnd = (this.#ends[id] as number) - 1;
    return start + 1;
  }

  #slotOf({ root, segments, arrays, keyCase, flattenDots }: FieldPath, isUndotted: boolean): number {
    const path = { root, segments, arrays, keyCase, flattenDots };
    const key = JSON.stringify([path, isUndotted]);
    const known = this.#slotsByPath.get(key);
    if (known !== undefined) return known;
    const slot = this.#slots.length;
    this.#slots.push(this.#planOf(path, isUndotted));
    this.#readIn.push(0);
    this.#values.push(nothing);
    this.#slotsByPath.set(key, slot);
    // The record that is open was not looked through for this path.
    this.#isParsed = true;
    return slot;
  }

  #planOf(path: FieldPath, isUndotted: boolean): Slot {
    const plan = bytePathOf(path);
    const isEnvelope = plan === undefined && isOfEnvelope(path);
    if (plan === undefined) return { path, members: [], rest: [], isWhole: false, isEnvelope };
    let inside = this.#top;
    const members: Member[] = [];
    for (const [at, name] of plan.names.entries()) {
      if (isUndotted) inside.names.refuseDots();
      for (const dotted of plan.dotted[at] ?? []) inside.names.add(dotted, oddName, plan.isFolded);
      inside = this.#memberOf(inside, name, plan.isFolded);
      members.push(inside);
    }
    return { path, members, rest: plan.rest, isWhole: plan.isWhole, isEnvelope };
  }

  #memberOf(parent: Member, name: string, isFolded: boolean): Member {
    const known = parent.inside.get(name);
    const member = known ?? { id: this.#starts.length, names: new MemberNames(), inside: new Map<string, Member>() };
    parent.names.add(name, member.id, isFolded);
    if (known !== undefined) return known;
    parent.inside.set(name, member);
    this.#members.push(member);
    for (const list of [this.#foundIn, this.#starts, this.#ends]) list.push(0);
    return member;
  }

  /**
   * Notes where the members of the object at `start` stand that are asked for, the last of one name. Answers where the
   * object ends; `notPassed` where it is to be parsed.
   */
  #lookThrough({ names }: Member, start: number): number {
    const bytes = this.#bytes;
    const view = this.#dataView;
    let at = skipSpace(bytes, start + 1);
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    for (;;) {
      if (bytes[at] !== QUOTE) return notPassed;
      const nameEnd = plainStringEnd(bytes, view, at + 1);
      // Behind a name there are a colon, a value and a bracket: so far a name may be read beyond its end.
      if (nameEnd === notPassed || nameEnd + 3 > bytes.length) return notPassed;
      const member = names.find(bytes, view, at + 1, nameEnd - 1);
      const valueStart = afterColon(bytes, nameEnd);
      if (member === oddName || valueStart === notPassed) return notPassed;
      const end = member < 0 ? valueEnd(bytes, view, valueStart) : this.#take(member, valueStart);
      if (end === notPassed) return notPassed;
      at = skipSpace(bytes, end);
      if (bytes[at] === CLOSE_OBJECT) return at + 1;
      if (bytes[at] !== COMMA) return notPassed;
      at = skipSpace(bytes, at + 1);
    }
  }

  /** Notes where a member's value stands, and looks through it where something inside is asked for. */
  #take(id: number, start: number): number {
    const member = this.#members[id] as Member;
    if (this.#foundIn[id] === this.#record) this.#forget(member);
    const isEntered = member.inside.size > 0 && this.#bytes[start] === OPEN_OBJECT;
    const end = isEntered ? this.#lookThrough(member, start) : valueEnd(this.#bytes, this.#dataView, start);
    this.#foundIn[id] = this.#record;
    this.#starts[id] = start;
    this.#ends[id] = end;
    return end;
  }

  /** What was found inside an earlier member of the same name. */
  #forget({ inside }: Member): void {
    for (const member of inside.values()) {
      this.#foundIn[member.id] = 0;
      this.#forget(member);
    }
  }

  /**
   * The depth of the last member on the way that there is, -1 if the path leads nowhere. Short of the last of `members` it
   * is an array, through which the path may go on.
   */
  #locate(members: readonly Member[]): number {
    const last = members.length - 1;
    for (let depth = 0; ; depth++) {
      const member = members[depth] as Member;
      if (this.#foundIn[member.id] !== this.#record) return -1;
      if (depth === last) return depth;
      const start = this.#starts[member.id] as number;
      const byte = this.#bytes[start];
      if (byte === OPEN_ARRAY) return depth;
      if (byte !== OPEN_OBJECT) return -1;
    }
  }

  #read({ path, members, rest, isEnvelope }: Slot): readonly unknown[] {
    if (isEnvelope && !this.#isParsed) return resolverOf(path)(this.#computedEnvelope());
    if (members.length === 0 || this.#isParsed) return resolverOf(path)(this.view.root(path.root));
    const depth = this.#locate(members);
    if (depth < 0) return nothing;
    return (rest[depth] as BytePath['rest'][number])(this.#decode(members[depth] as Member));
  }

  #computedEnvelope(): JsonObject {
    if (this.#envelope !== undefined) return this.#envelope;
    const entries: [string, unknown][] = [];
    for (const name of envelopeInputs) {
      const member = this.#top.inside.get(name);
      if (member !== undefined && this.#foundIn[member.id] === this.#record) entries.push([name, this.#decode(member)]);
    }
    this.#envelope = envelopeOf(Object.fromEntries(entries));
    return this.#envelope;
  }

  #decode({ id }: Member): unknown {
    const bytes = this.#bytes;
    const start = this.#starts[id] as number;
    const end = this.#ends[id] as number;
    if (bytes[start] === QUOTE && plainStringEnd(bytes, this.#dataView, start + 1) === end) {
      return textDecoder.decode(bytes.subarray(start + 1, end - 1));
    }
    // The space stands for what is before the value in its record: a number is told by it.
    return parseJson(` ${textDecoder.decode(bytes.subarray(start, end))}`);
  }
}
