import type { LazyRecord } from '@trailhound/cloudtrail';
import type { LeafPath, Scalar } from '../condition/condition.js';
import { isLeaf, leafText } from '../condition/leaf-text.js';
import { type KeyTable, undecided } from './field-keys.js';
import { withKey } from './key-source.js';
import { noText, oddText, TextHash } from './text-hash.js';

/** How the leaves of a field are compared with literals, as `eq` and `in` compare them. */
export interface ValueComparison {
  readonly path: LeafPath;
  readonly coerce: 'text' | 'strict';
  readonly fold: boolean;
}

/**
 * The literals that conditions compare one field with. Which of them a record has is found by the bytes of its value,
 * decoded only where these are no plain ASCII text.
 */
export class ValueTable implements KeyTable<Scalar> {
  readonly #comparison: Omit<ValueComparison, 'path'>;
  readonly #known = new Map<Scalar, number>();
  readonly #texts: TextHash;

  constructor(comparison: Omit<ValueComparison, 'path'>) {
    this.#comparison = comparison;
    this.#texts = new TextHash(comparison.fold);
  }

  /** How many literals there are. */
  get size(): number {
    return this.#known.size;
  }

  add(literal: Scalar): number | undefined {
    const key = this.#keyOf(literal);
    if (key === undefined) return undefined;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const number = this.#known.size;
    this.#known.set(key, number);
    if (typeof key === 'string') this.#texts.add(key, number);
    return number;
  }

  /** The number a literal was added under. */
  numberOf(literal: Scalar): number | undefined {
    const key = this.#keyOf(literal);
    return key === undefined ? undefined : this.#known.get(key);
  }

  findInBytes(record: LazyRecord, start: number, end: number, keys: number[]): number {
    const { bytes, dataView, isPlain } = record;
    if (isPlain && !this.#texts.mayHave(dataView, start, end)) return 0;
    const number = this.#texts.find(bytes, dataView, start, end);
    if (number === oddText) return undecided;
    if (number === noText) return 0;
    keys[0] = number;
    return 1;
  }

  findInValues(values: readonly unknown[], keys: number[]): number {
    let count = 0;
    for (const value of values) {
      const number = isLeaf(value) ? this.numberOf(value as Scalar) : undefined;
      if (number !== undefined) count = withKey(keys, count, number);
    }
    return count;
  }

  /** What leaves are told apart by: equal for a literal and a leaf exactly when the condition has them equal. */
  #keyOf(value: Scalar): Scalar | undefined {
    const { coerce, fold } = this.#comparison;
    const key = coerce === 'text' ? leafText(value) : value;
    return fold && typeof key === 'string' ? key.toLowerCase() : key;
  }
}
