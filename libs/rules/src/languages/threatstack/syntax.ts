import type { Segment } from '@trailhound/cloudtrail';
import type { Span } from '../../condition/condition.js';

/** A field as the filter names it. */
export interface PathNode {
  /** As written. */
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly span: Span;
}

/** A value as the filter writes it; `named` is a placeholder, bound when the filter is lowered. */
export type ValueNode =
  | { readonly kind: 'text'; readonly text: string; readonly isCurly: boolean; readonly span: Span }
  | { readonly kind: 'number'; readonly text: string; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'null'; readonly span: Span }
  | { readonly kind: 'named'; readonly name: string; readonly span: Span };

export type CompareOp =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'starts_with'
  | 'ends_with'
  | 'contains'
  | 'like'
  | 'not like';

/** The syntax tree of a filter. `broken` stands where the parser reported a problem and went on. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[]; readonly span: Span }
  | { readonly kind: 'not'; readonly of: Filter; readonly span: Span }
  | {
      readonly kind: 'compare';
      readonly path: PathNode;
      readonly op: CompareOp;
      readonly value: ValueNode;
      readonly span: Span;
    }
  | {
      readonly kind: 'in';
      readonly path: PathNode;
      readonly negated: boolean;
      readonly values: readonly ValueNode[];
      readonly span: Span;
    }
  | { readonly kind: 'broken'; readonly span: Span };
