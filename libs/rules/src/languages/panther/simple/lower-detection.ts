import { every, type FieldPath, type Segment } from '@trailhound/cloudtrail';
import type { Condition, Scalar } from '../../../condition/condition.js';
import { eventPath } from '../lower/scope.js';
import type { KeyNode, Match, TestNode } from './syntax.js';

type KeyTest = Match & { readonly kind: 'test' };

/** The condition that all of these match expressions hold. `depth`: how many lists stand around them. */
export function lowerMatches(matches: readonly Match[], depth = 0): Condition {
  return joined(
    'and',
    matches.map((match) => lowerMatch(match, depth)),
  );
}

function lowerMatch(match: Match, depth: number): Condition {
  switch (match.kind) {
    case 'all':
      return lowerMatches(match.of, depth);
    case 'any':
      return joined(
        'or',
        match.of.map((one) => lowerMatch(one, depth)),
      );
    case 'none':
      return not(
        joined(
          'or',
          match.of.map((one) => lowerMatch(one, depth)),
        ),
      );
    case 'one': {
      const parts = match.of.map((one) => lowerMatch(one, depth));
      return joined(
        'or',
        parts.map((part) => joined('and', [part, ...parts.filter((other) => other !== part).map(not)])),
      );
    }
    case 'always':
      return { kind: match.value ? 'true' : 'false' };
    case 'test':
      return negatedIf(match.negated, lowerTest(match, depth));
    case 'elements':
      return lowerElements(match, depth);
    case 'compare':
      return negatedIf(match.negated, lowerComparison(match, depth));
    default:
      return match satisfies never;
  }
}

/** Where a key leads: in a list from its element, otherwise from the event. */
function pathOf(segments: readonly Segment[], depth: number): FieldPath {
  if (depth === 0) return eventPath(0, segments);
  return { root: 'record', segments, arrays: 'explicit', keyCase: 'fold', flattenDots: false };
}

function lowerTest({ key, test }: KeyTest, depth: number): Condition {
  const path = pathOf(key.segments, depth);
  const firstEvery = key.segments.findIndex((segment) => typeof segment === 'object');
  if (firstEvery >= 0) return lowerListTest(path, pathOf(key.segments.slice(0, firstEvery), depth), test);
  switch (test.kind) {
    case 'exists':
      return { kind: 'exists', path, mode: 'present' };
    case 'isNull':
      return { kind: 'isNull', path, mode: 'missingOrNull' };
    case 'isNullOrEmpty':
      return not({ kind: 'exists', path, mode: 'nonEmpty' });
    case 'equals':
      return equality(path, test);
    case 'contains': {
      const element = { ...path, segments: [...path.segments, every] };
      if (typeof test.value !== 'string') return equality(element, test);
      const { value: text, fold } = test;
      const inText: Condition = { kind: 'contains', path, text, coerce: 'strict', ...(fold && { fold }) };
      return joined('or', [inText, equality(element, test)]);
    }
    case 'startsWith':
    case 'endsWith': {
      const kind = test.kind === 'startsWith' ? 'prefix' : 'suffix';
      return { kind, path, text: String(test.value), coerce: 'strict', ...(test.fold && { fold: true }) };
    }
    case 'order':
      return typeof test.value === 'string'
        ? { kind: 'order', path, op: test.op, value: test.value }
        : { kind: 'num', path, op: test.op, value: test.value };
    case 'in':
      return { kind: 'in', path, values: test.values, coerce: 'strict' };
    case 'address':
      return { kind: 'ipClass', path, class: test.class };
    case 'inNet':
      return { kind: 'cidr', path, nets: test.nets };
    case 'netHolds':
      return { kind: 'netContains', path, addresses: test.addresses };
    default:
      return test satisfies never;
  }
}

/** A path with `[*]` is the list of what it reaches; it is there where its first list is. */
function lowerListTest(path: FieldPath, firstList: FieldPath, test: TestNode): Condition {
  switch (test.kind) {
    case 'exists':
      return { kind: 'type', path: firstList, types: ['array'] };
    case 'isNull':
      return not({ kind: 'type', path: firstList, types: ['array'] });
    case 'isNullOrEmpty':
      return not({ kind: 'exists', path, mode: 'present' });
    case 'contains':
      return equality(path, test);
    case 'equals':
    case 'startsWith':
    case 'endsWith':
    case 'order':
    case 'in':
    case 'address':
    case 'inNet':
    case 'netHolds':
      return { kind: 'false' };
    default:
      return test satisfies never;
  }
}

function equality(path: FieldPath, { value, fold }: { readonly value: Scalar; readonly fold: boolean }): Condition {
  return { kind: 'eq', path, value, coerce: 'strict', ...(fold && { fold }) };
}

/** Quantifies over the list at a key; of a path with `[*]` over what it reaches, list by list. */
function lowerElements(match: Match & { readonly kind: 'elements' }, depth: number): Condition {
  const { key, quantifier, of } = match;
  const test = lowerMatches(of, depth + 1);
  return overLists(key.segments, quantifier, test, depth);
}

function overLists(
  segments: readonly Segment[],
  quantifier: 'any' | 'all' | 'one' | 'none',
  of: Condition,
  depth: number,
): Condition {
  const at = segments.findIndex((segment) => typeof segment === 'object');
  if (at < 0) return { kind: 'elem', path: pathOf(segments, depth), quantifier, of };
  const rest = segments.slice(at + 1);
  const outer = pathOf(segments.slice(0, at), depth);
  const inner = rest.length === 0 ? of : withValue(rest, quantifier, of, depth + 1);
  return { kind: 'elem', path: outer, quantifier, of: inner };
}

/** What holds of an element for the value at `rest` in it; elements without one do not count. */
function withValue(
  rest: readonly Segment[],
  quantifier: 'any' | 'all' | 'one' | 'none',
  of: Condition,
  depth: number,
): Condition {
  if (rest.some((segment) => typeof segment === 'object')) {
    // No list with a fitting element is the same as no fitting element in any list; the others quantify as they are.
    return overLists(rest, quantifier === 'none' ? 'any' : quantifier, of, depth);
  }
  const path = pathOf(rest, depth);
  const present: Condition = { kind: 'exists', path, mode: 'present' };
  const moved = rebased(of, rest);
  return quantifier === 'all' ? joined('or', [not(present), moved]) : joined('and', [present, moved]);
}

/** A condition about an element as one about what stands at `start` in it. */
function rebased(condition: Condition, start: readonly Segment[]): Condition {
  const move = <P extends FieldPath>(path: P): P =>
    path.root === 'record' ? { ...path, segments: [...start, ...path.segments] } : path;
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map((part) => rebased(part, start)) };
    case 'not':
      return { ...condition, of: rebased(condition.of, start) };
    case 'cmpField':
      return { ...condition, left: move(condition.left), right: move(condition.right) };
    case 'true':
    case 'false':
    case 'text':
    case 'anyText':
    case 'ext':
      return condition;
    default:
      return { ...condition, path: move(condition.path) };
  }
}

/** Two fields of one type: texts with texts, numbers with numbers, true and false. */
function lowerComparison(match: Match & { readonly kind: 'compare' }, depth: number): Condition {
  const [left, right] = [match.left, match.right].map((key: KeyNode) => pathOf(key.segments, depth));
  if (left === undefined || right === undefined) return { kind: 'false' };
  const comparison: Condition = { kind: 'cmpField', left, op: match.op, right, ...(match.fold && { fold: true }) };
  const types = match.op === '=' ? (['string', 'number', 'boolean'] as const) : (['string', 'number'] as const);
  const alike = types.map((type) =>
    joined('and', [
      { kind: 'type', path: left, types: [type] },
      { kind: 'type', path: right, types: [type] },
    ]),
  );
  return joined('and', [joined('or', alike), comparison]);
}

function joined(kind: 'and' | 'or', of: readonly Condition[]): Condition {
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind, of };
}

function not(of: Condition): Condition {
  return { kind: 'not', of };
}

function negatedIf(negated: boolean, condition: Condition): Condition {
  return negated ? not(condition) : condition;
}
