import { type LazyRecord, noValue } from '@trailhound/cloudtrail';
import type { LeafPath } from '../condition/condition.js';
import type { KeySource } from './key-source.js';

/** What {@link KeyTable.findInBytes} answers for bytes that are to be decoded first. */
export const undecided = -1;

/** Many things that values may be or contain, each with a number. */
export interface KeyTable<Sought> {
  /** The number of what is sought, a new one where it is new; undefined for what no value is or contains. */
  add(sought: Sought): number | undefined;
  /**
   * Notes in `keys` the numbers of what the text of a record between two places is or contains; how many they are, or
   * `undecided`. It is as written, escapes and all.
   */
  findInBytes(record: LazyRecord, start: number, end: number, keys: number[]): number;
  /** The same for values, as a path reaches them. */
  findInValues(values: readonly unknown[], keys: number[]): number;
}

/** The keys of a table that the open record has in a field; found by the bytes of its value where they will do. */
export class FieldKeys<Sought> implements KeySource {
  readonly keys: number[] = [];
  readonly #record: LazyRecord;
  readonly #slot: number;
  readonly #table: KeyTable<Sought>;
  #readIn = 0;
  #count = 0;

  constructor(record: LazyRecord, path: LeafPath, table: KeyTable<Sought>) {
    this.#record = record;
    const { take: _none, ...whole } = path;
    this.#slot = record.slotOf(whole);
    this.#table = table;
  }

  /** See {@link KeyTable.add}. */
  add(sought: Sought): number | undefined {
    this.#readIn = 0;
    return this.#table.add(sought);
  }

  read(): number {
    const record = this.#record;
    if (this.#readIn === record.record) return this.#count;
    this.#readIn = record.record;
    this.#count = this.#find();
    return this.#count;
  }

  #find(): number {
    const record = this.#record;
    const start = record.textAt(this.#slot);
    if (start === noValue) return 0;
    const found = start < 0 ? undecided : this.#table.findInBytes(record, start, record.textEnd, this.keys);
    return found === undecided ? this.#table.findInValues(record.values(this.#slot), this.keys) : found;
  }
}
