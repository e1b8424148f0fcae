import type { Span } from '../../../condition/condition.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export type ComparisonOp = '==' | '!=' | '<' | '<=' | '>' | '>=';

/**
 * A JMESPath expression (https://jmespath.org/specification.html), each part with where it stands. `then` is what is
 * asked of every element that a projection yields.
 */
export type Expression = { readonly span: Span } & (
  | { readonly kind: 'current' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'sub'; readonly of: Expression; readonly then: Expression }
  | { readonly kind: 'pipe'; readonly of: Expression; readonly then: Expression }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: number }
  | { readonly kind: 'slice'; readonly of: Expression; readonly slice: Slice; readonly then: Expression }
  | { readonly kind: 'elements'; readonly of: Expression; readonly then: Expression }
  | { readonly kind: 'flatten'; readonly of: Expression; readonly then: Expression }
  | { readonly kind: 'values'; readonly of: Expression; readonly then: Expression }
  | { readonly kind: 'filter'; readonly of: Expression; readonly test: Expression; readonly then: Expression }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'compare'; readonly op: ComparisonOp; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'hash'; readonly entries: readonly HashEntry[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'reference'; readonly of: Expression }
);

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** `[start:stop:step]`; what is left out is null. */
export interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;
}

export interface HashEntry {
  readonly name: string;
  readonly value: Expression;
}

/** The expressions directly inside one, in the order they are written. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'current':
    case 'field':
    case 'literal':
      return [];
    case 'sub':
    case 'pipe':
    case 'slice':
    case 'elements':
    case 'flatten':
    case 'values':
      return [expression.of, expression.then];
    case 'filter':
      return [expression.of, expression.test, expression.then];
    case 'and':
    case 'or':
      return expression.of;
    case 'index':
    case 'not':
    case 'reference':
      return [expression.of];
    case 'compare':
      return [expression.left, expression.right];
    case 'list':
      return expression.items;
    case 'hash':
      return expression.entries.map(({ value }) => value);
    case 'call':
      return expression.args;
    default:
      return expression satisfies never;
  }
}

/** How many expressions nest in one another at the deepest place; safe on any depth. */
export function depthOf(expression: Expression): number {
  let deepest = 0;
  const pending = [{ expression, depth: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    deepest = Math.max(deepest, next.depth);
    for (const part of partsOf(next.expression)) pending.push({ expression: part, depth: next.depth + 1 });
  }
  return deepest;
}
