import type { Segment } from '@trailhound/cloudtrail';
import type { NumberOp, Span } from '../../condition/condition.js';

/** A field as a pattern names it: `$.a['b'][0]`. */
export interface Selector {
  /** As written. */
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly span: Span;
}

/** What a field is compared with. */
export type ValueNode =
  /** `*` at the start or end of the text is any run of characters. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly quotes: 'none' | 'straight' | 'curly';
      readonly span: Span;
    }
  /** Between percent signs; searched for. */
  | { readonly kind: 'regex'; readonly source: string; readonly span: Span }
  /** `{{name}}`, bound when the pattern is lowered. */
  | { readonly kind: 'named'; readonly name: string; readonly span: Span };

/** The syntax tree of a JSON filter pattern. `broken` stands where the parser reported a problem and went on. */
export type FilterPattern =
  | {
      readonly kind: 'and' | 'or';
      readonly of: readonly FilterPattern[];
      /** Stands in parentheses of its own. */
      readonly isGrouped?: true;
      readonly span: Span;
    }
  | {
      readonly kind: 'compare';
      readonly selector: Selector;
      readonly op: '=' | '!=';
      readonly value: ValueNode;
      readonly span: Span;
    }
  | {
      readonly kind: 'number';
      readonly selector: Selector;
      readonly op: Exclude<NumberOp, '=' | '!='>;
      readonly value: number;
      readonly span: Span;
    }
  | { readonly kind: 'is'; readonly selector: Selector; readonly value: null | boolean; readonly span: Span }
  | { readonly kind: 'exists'; readonly selector: Selector; readonly negated: boolean; readonly span: Span }
  | { readonly kind: 'broken'; readonly span: Span };
