import type { GlobToken, Span } from '../../condition/condition.js';
import type { SourcePath } from '../../source/source-document.js';

/** An operator of `numeric`. */
export type NumericOp = '=' | '<' | '<=' | '>' | '>=';

export interface NumericTerm {
  readonly op: NumericOp;
  readonly value: number;
}

/** What `anything-but` excludes: a leaf passes when it fails every one of them. */
export type Excluded =
  | { readonly kind: 'literal'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'prefix' | 'suffix' | 'equals-ignore-case'; readonly texts: readonly string[] }
  | { readonly kind: 'wildcard'; readonly globs: readonly (readonly GlobToken[])[] };

/** One entry of a field's list. A number that no double holds is a `literal` of its digits. */
export type Match =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A text that looks like an IP address: equal in any spelling of it. */
  | { readonly kind: 'address'; readonly text: string }
  | { readonly kind: 'exactly' | 'equals-ignore-case'; readonly text: string }
  | { readonly kind: 'prefix' | 'suffix'; readonly text: string; readonly fold: boolean }
  | { readonly kind: 'wildcard'; readonly glob: readonly GlobToken[] }
  | { readonly kind: 'cidr'; readonly net: string }
  | { readonly kind: 'exists'; readonly present: boolean }
  | { readonly kind: 'numeric'; readonly terms: readonly NumericTerm[] }
  | { readonly kind: 'anything-but'; readonly excluded: Excluded };

/** A match with where it stands in the pattern. */
export type PlacedMatch = Match & { readonly at: SourcePath };

/** A field and the list of what its value may be. `names` are the steps to it, dots in keys taken apart. */
export interface Field {
  readonly kind: 'field';
  readonly names: readonly string[];
  readonly matches: readonly PlacedMatch[];
  readonly at: SourcePath;
}

/** An event pattern: all of its parts must hold. */
export interface EventPattern {
  readonly parts: readonly (Field | { readonly kind: 'or'; readonly of: readonly EventPattern[] })[];
}

/** Where a path of the pattern stands in the text people read. */
export type SpanOf = (at: SourcePath) => Span | undefined;
