import type { GlobToken, Span } from '../../condition/condition.js';

/** A field as the query names it. */
export interface FieldNode {
  /** As written. */
  readonly text: string;
  /** Split at dots, escapes resolved. */
  readonly segments: readonly string[];
  readonly span: Span;
}

/** An end of a range. */
export interface Bound {
  readonly text: string;
  /** True where the end itself is outside. */
  readonly isOpen: boolean;
  readonly span: Span;
}

/** How a clause is tied to the one before it, and whether it must or must not hold. */
export interface ClauseLink {
  readonly conjunction: 'and' | 'or' | 'none';
  readonly modifier: 'none' | 'not' | 'must';
}

/** One of the clauses that stand side by side; the first has no conjunction. */
export interface Clause extends ClauseLink {
  readonly of: Query;
  /** From its modifier on. */
  readonly span: Span;
}

/**
 * The syntax tree of a query. A field stands over a value or a group; inside a group an inner field wins. `broken` stands
 * where the parser reported a problem and went on.
 */
export type Query =
  | { readonly kind: 'clauses'; readonly of: readonly Clause[]; readonly span: Span }
  | { readonly kind: 'field'; readonly field: FieldNode; readonly of: Query; readonly span: Span }
  | ValueNode
  | { readonly kind: 'broken'; readonly span: Span };

export type ValueNode =
  /** Escapes are resolved; only unescaped `*` and `?` are wildcards. */
  | { readonly kind: 'term'; readonly glob: readonly GlobToken[]; readonly span: Span }
  | { readonly kind: 'phrase'; readonly text: string; readonly span: Span }
  /** `source` between the slashes, in Lucene's dialect; `isGroup` where it was written as a group without slashes. */
  | { readonly kind: 'regex'; readonly source: string; readonly isGroup: boolean; readonly span: Span }
  | { readonly kind: 'range'; readonly min?: Bound; readonly max?: Bound; readonly span: Span }
  | { readonly kind: 'named'; readonly name: string; readonly span: Span };
