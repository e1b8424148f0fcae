import type { FieldPath, Root } from './field-path.js';

/** Marks a path that leads nowhere; never confused with null, which a record can hold. */
export const missing: unique symbol = Symbol('missing');

/**
 * A record as the evaluator sees it. Roots other than `record` are computed on first use. Resolving never throws and
 * looks at own properties only, whatever the record holds.
 */
export interface RecordView {
  /** The value at a root; `enriched` is {} where no enrichment is configured. */
  root(name: Root): unknown;
  /**
   * Every value the path reaches, in document order; empty when it leads nowhere. With implicit arrays an array at the
   * end is spread into its elements and an empty one reaches nothing.
   */
  resolve(path: FieldPath): readonly unknown[];
}
