import type { Span } from '../../condition/condition.js';
import type { SourcePath } from '../../source/source-document.js';

/** A value of a detection: as YAML reads it, and as it was typed (`012345678901` is an account, not a number). */
export interface PlainValue {
  readonly value: string | number | boolean | null;
  readonly typed: string;
  readonly path: SourcePath;
}

/** `field|modifier|modifier: values`; without a field a keyword search. */
export interface Item {
  readonly field: string | null;
  readonly modifiers: readonly string[];
  readonly values: readonly PlainValue[];
  readonly path: SourcePath;
  /** In the detection's text. */
  readonly span: Span;
}

/** A named search: alternatives, each holding when all of its items hold. */
export interface Search {
  readonly name: string;
  readonly alternatives: readonly (readonly Item[])[];
  readonly path: SourcePath;
  readonly span: Span;
}

/** The syntax tree of a condition. `broken` stands where a problem was reported. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'not'; readonly of: Expression; readonly span: Span }
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  /** `1 of …`, `any of …`, `all of …` over the names the pattern stands for. */
  | { readonly kind: 'of'; readonly quantifier: 'any' | 'all'; readonly names: readonly string[]; readonly span: Span }
  | { readonly kind: 'broken'; readonly span: Span };

/** A `detection` (or the searches of a `filter`), read whole. */
export interface Detection {
  readonly searches: ReadonlyMap<string, Search>;
  /** One of them must hold. */
  readonly conditions: readonly Expression[];
  /** Its text as people write it; spans point into it. Layout and comments of the file are not kept. */
  readonly text: string;
}
