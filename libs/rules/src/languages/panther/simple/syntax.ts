import type { Segment } from '@trailhound/cloudtrail';
import type { Scalar } from '../../../condition/condition.js';

/** A field of the event, or of the element a list condition is at. */
export interface KeyNode {
  /** As written. */
  readonly text: string;
  readonly segments: readonly Segment[];
}

/** What a field is tested for; those with `fold` in any letter case. */
export type TestNode =
  | { readonly kind: 'equals' | 'contains' | 'startsWith' | 'endsWith'; readonly value: Scalar; readonly fold: boolean }
  | { readonly kind: 'order'; readonly op: '<' | '<=' | '>' | '>='; readonly value: string | number }
  | { readonly kind: 'in'; readonly values: readonly Scalar[] }
  | { readonly kind: 'exists' | 'isNull' | 'isNullOrEmpty' }
  | { readonly kind: 'address'; readonly class: 'any' | 'v4' | 'v6' | 'public' | 'private' }
  | { readonly kind: 'inNet'; readonly nets: readonly string[] }
  | { readonly kind: 'netHolds'; readonly addresses: readonly string[] };

export type CompareOp = '=' | '<' | '<=' | '>' | '>=' | 'prefix' | 'suffix' | 'contains';

/** A match expression of a Simple Detection, checked. */
export type Match =
  | { readonly kind: 'all' | 'any' | 'one' | 'none'; readonly of: readonly Match[] }
  | { readonly kind: 'always'; readonly value: boolean }
  | { readonly kind: 'test'; readonly key: KeyNode; readonly test: TestNode; readonly negated: boolean }
  | {
      readonly kind: 'elements';
      readonly key: KeyNode;
      readonly quantifier: 'any' | 'all' | 'one' | 'none';
      readonly of: readonly Match[];
    }
  | {
      readonly kind: 'compare';
      readonly left: KeyNode;
      readonly op: CompareOp;
      readonly right: KeyNode;
      readonly fold: boolean;
      readonly negated: boolean;
    };
