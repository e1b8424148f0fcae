import type { Segment } from '@trailhound/cloudtrail';
import type { LeafPath, Span } from '../../condition/condition.js';
import type { Expression } from './jmespath/syntax.js';

/** A chain of names and indexes from the top of the event, as an expression spells it. */
export interface RootPath {
  readonly segments: readonly Segment[];
  /** Where each name of the chain stands; indexes have none. */
  readonly names: readonly { readonly name: string; readonly span: Span }[];
}

/** The chain an expression is; undefined for anything else, a negative index too. */
export function rootPathOf(expression: Expression): RootPath | undefined {
  switch (expression.kind) {
    case 'current':
      return { segments: [], names: [] };
    case 'field': {
      const { name, span } = expression;
      return { segments: [name], names: [{ name, span }] };
    }
    case 'sub': {
      const before = rootPathOf(expression.of);
      const after = rootPathOf(expression.then);
      if (before === undefined || after === undefined) return undefined;
      return { segments: [...before.segments, ...after.segments], names: [...before.names, ...after.names] };
    }
    case 'index': {
      const list = rootPathOf(expression.of);
      if (list === undefined || expression.index < 0) return undefined;
      return { ...list, segments: [...list.segments, expression.index] };
    }
    default:
      return undefined;
  }
}

/**
 * The path of a chain in the EventBridge envelope. What is under `detail` is read from the record itself, which spares
 * the envelope and shows people the field as CloudTrail calls it.
 */
export function eventPath({ segments }: RootPath): LeafPath {
  const [first, ...rest] = segments;
  const inRecord = first === 'detail' && rest.length > 0;
  return {
    root: inRecord ? 'record' : 'envelope',
    segments: inRecord ? rest : segments,
    arrays: 'explicit',
    keyCase: 'exact',
    flattenDots: false,
  };
}

/** Every chain an expression follows from the top of the event, longest ones only, in the order they are written. */
export function* rootPathsIn(expression: Expression): Generator<RootPath> {
  const path = rootPathOf(expression);
  if (path !== undefined) {
    if (path.segments.length > 0) yield path;
    return;
  }
  switch (expression.kind) {
    case 'sub':
    case 'pipe':
    case 'elements':
    case 'values':
    case 'flatten':
    case 'slice':
    case 'filter':
    case 'index':
    case 'not':
      yield* rootPathsIn(expression.of);
      return;
    case 'and':
    case 'or':
      for (const part of expression.of) yield* rootPathsIn(part);
      return;
    case 'compare':
      yield* rootPathsIn(expression.left);
      yield* rootPathsIn(expression.right);
      return;
    case 'list':
      for (const item of expression.items) yield* rootPathsIn(item);
      return;
    case 'hash':
      for (const { value } of expression.entries) yield* rootPathsIn(value);
      return;
    case 'call':
      for (const arg of expression.args) yield* rootPathsIn(arg);
      return;
    case 'current':
    case 'field':
    case 'literal':
    case 'reference':
      return;
    default:
      expression satisfies never;
  }
}
