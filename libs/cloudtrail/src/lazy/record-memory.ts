import { compiledWalk } from './record-walk.wasm.js';

/** Who has a record in the memory. */
export interface Tenant {
  /** The tables of the members it asks for, as `writeTables` makes them for `tablesAt`. */
  readonly tables: Uint8Array;
  /** How many members can be noted. */
  readonly members: number;
  /** Another one has taken the memory: the record is no longer there. */
  evict(): void;
}

// Of every JavaScript engine, though no library of types that this code is compiled with has it.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Walk {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  walk(top: number, from: number, end: number, notes: number, mark: number): number;
  walkLine(top: number, from: number, notes: number, mark: number): number;
  soleEventName(from: number, end: number, endNote: number): number;
  plainTextHash(from: number, to: number): number;
  literalEnds(screen: number, from: number, to: number, places: number, room: number): number;
}

const endNote = 256;
const placesAt = 512;
const maxPlaces = 64;
/** Where tables stand: what is in front of them belongs to the walk. */
export const tablesAt = placesAt + 4 * maxPlaces;
/** Zeros behind a record, at which every walk stops, and room for blocks that are read beyond its end. */
const zeros = 32;
const room = 64;
/** Larger records are parsed. */
const maxRecord = 8 * 2 ** 20;
const pageBytes = 65_536;
const lastMark = 2 ** 30;

/**
 * Memory that records are read in by compiled code: one or two for the thread, as each reserves gigabytes of addresses. It
 * holds one record at a time, and the tables of whoever asked for it.
 */
export class RecordMemory {
  /** All of the memory, until the next record is taken in. */
  bytes: Uint8Array;
  view: DataView;
  readonly #walk: Walk;
  #words: Int32Array;
  #tenant: Tenant | undefined;
  #tables: Uint8Array | undefined;
  #notes = 0;
  #start = 0;
  #end = 0;
  #mark = 0;

  constructor(walk: Walk) {
    this.#walk = walk;
    const { buffer } = walk.memory;
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
    this.#words = new Int32Array(buffer);
  }

  /** Takes a record in. False for one that is too large. */
  take(record: Uint8Array, tenant: Tenant): boolean {
    if (this.#tenant !== tenant || this.#tables !== tenant.tables) this.#moveIn(tenant);
    const end = this.#start + record.length;
    if (end + room > this.bytes.length && !this.#grow(record.length, end + room)) return false;
    this.bytes.set(record, this.#start);
    for (let at = end; at < end + zeros; at += 8) this.view.setFloat64(at, 0);
    this.#end = end;
    return true;
  }

  /** Where the record starts that was taken in. */
  get start(): number {
    return this.#start;
  }

  /** Passes over the record: false where it is to be parsed. */
  walk(): boolean {
    return this.#walkOver(this.#start, this.#end);
  }

  /**
   * Passes over one of several records that were taken in together, from where it starts to behind its end, counted from
   * `start`. What stands behind it is overwritten: no walk leaves its record.
   */
  walkPart(from: number, to: number): boolean {
    this.bytes[this.#start + to] = 0;
    return this.#walkOver(this.#start + from, this.#start + to);
  }

  /** Passes over the line at `from` of what was taken in, if one record fills it: where it ends, as `from` is counted; -1. */
  walkLine(from: number): number {
    this.#beginNotes();
    const end = this.#walk.walkLine(tablesAt, this.#start + from, this.#notes, this.#mark);
    return end === 0 || end >= this.#end ? -1 : end - this.#start;
  }

  #walkOver(from: number, to: number): boolean {
    this.#beginNotes();
    return this.#walk.walk(tablesAt, from, to, this.#notes, this.#mark) !== 0;
  }

  /** Whether all texts the walk has passed are plain ASCII without escapes; false where that is not told. */
  get isPlain(): boolean {
    return this.#words[this.#notes >> 2] === 1;
  }

  /** Whether the walk met a member. */
  has(member: number): boolean {
    return this.noteOf(member) !== 0;
  }

  /** Where a member is noted that the walk has met; 0 where it has not. */
  noteOf(member: number): number {
    const note = (this.#notes >> 2) + member * 3;
    return this.#words[note] === this.#mark ? note : 0;
  }

  /** Where the value starts whose member is noted there. */
  startAt(note: number): number {
    return this.#words[note + 1] as number;
  }

  endAt(note: number): number {
    return this.#words[note + 2] as number;
  }

  /** Where the value of a member starts that the walk has met. */
  startOf(member: number): number {
    return this.#words[(this.#notes >> 2) + member * 3 + 1] as number;
  }

  endOf(member: number): number {
    return this.#words[(this.#notes >> 2) + member * 3 + 2] as number;
  }

  /** Where the text of the only member called eventName starts, wherever it stands; 0 where that is not certain. */
  soleEventName(): number {
    return this.#walk.soleEventName(this.#start, this.#end, endNote);
  }

  /** Where the text ends that `soleEventName` has found. */
  get soleEventNameEnd(): number {
    return this.#words[endNote >> 2] as number;
  }

  /**
   * How many places there are in a text of the record where a literal of the screen at `address` may end; -1 where the
   * text is not all plain ASCII without escapes, or there are many.
   */
  literalEnds(address: number, from: number, to: number): number {
    return this.#walk.literalEnds(address, from, to, placesAt, maxPlaces);
  }

  /** One of the places that `literalEnds` has counted, from 0. */
  placeAt(at: number): number {
    return this.#words[(placesAt >> 2) + at] as number;
  }

  /**
   * A hash, never 0, of a text that was walked over, from where it starts to where it ends without its quotes; 0 where it
   * is empty, not all ASCII, or has an escape.
   */
  plainTextHash(from: number, to: number): number {
    return this.#walk.plainTextHash(from, to);
  }

  #beginNotes(): void {
    if (this.#mark === lastMark) this.#forgetNotes();
    this.#mark += 1;
  }

  #moveIn(tenant: Tenant): void {
    if (this.#tenant !== tenant) this.#tenant?.evict();
    this.#tenant = tenant;
    this.#tables = tenant.tables;
    this.#notes = aligned(tablesAt + tenant.tables.length);
    const notesEnd = this.#notes + tenant.members * 12;
    // No name begins in front of a record.
    this.#start = aligned(notesEnd) + 16;
    if (this.#start > this.bytes.length) this.#growTo(this.#start);
    this.bytes.set(tenant.tables, tablesAt);
    this.#forgetNotes();
  }

  #forgetNotes(): void {
    this.bytes.fill(0, this.#notes, this.#start);
    this.#mark = 0;
  }

  #grow(recordLength: number, to: number): boolean {
    if (recordLength > maxRecord) return false;
    this.#growTo(to);
    return true;
  }

  #growTo(length: number): void {
    const { memory } = this.#walk;
    // Twice as much, so that records of all lengths make it grow a few times.
    memory.grow(Math.ceil((2 * length - this.bytes.length) / pageBytes));
    const { buffer } = memory;
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
    this.#words = new Int32Array(buffer);
  }
}

function aligned(at: number): number {
  return (at + 15) & ~15;
}

let shared: RecordMemory | undefined;

/** The memory of this thread; made when it is first asked for. */
export function recordMemory(): RecordMemory {
  shared ??= newRecordMemory();
  return shared;
}

let module: object | undefined;

/** A memory of one's own, for who would otherwise move in and out with every record. */
export function newRecordMemory(): RecordMemory {
  module ??= new WebAssembly.Module(Uint8Array.from(atob(compiledWalk), (letter) => letter.charCodeAt(0)));
  return new RecordMemory(new WebAssembly.Instance(module).exports as Walk);
}
