import type { Segment } from '@trailhound/cloudtrail';
import type { KeyNode, Match, TestNode } from './syntax.js';

/**
 * Whether all match expressions hold for a value, judged one by one as plainly as possible. Used by tests only, to hold
 * the lowering against.
 */
export function naiveMatches(matches: readonly Match[], value: unknown): boolean {
  return matches.every((match) => naiveMatch(match, value));
}

function naiveMatch(match: Match, value: unknown): boolean {
  switch (match.kind) {
    case 'all':
      return naiveMatches(match.of, value);
    case 'any':
      return match.of.some((one) => naiveMatch(one, value));
    case 'none':
      return !match.of.some((one) => naiveMatch(one, value));
    case 'one':
      return match.of.filter((one) => naiveMatch(one, value)).length === 1;
    case 'always':
      return match.value;
    case 'test':
      return test(match.test, look(match.key, value)) !== match.negated;
    case 'elements': {
      const { found } = look(match.key, value);
      const fitting = Array.isArray(found) ? found.map((one) => naiveMatches(match.of, one)) : [];
      const count = fitting.filter(Boolean).length;
      return { any: count > 0, all: count === fitting.length, none: count === 0, one: count === 1 }[match.quantifier];
    }
    case 'compare': {
      const [left, right] = [look(match.left, value).found, look(match.right, value).found];
      return compares(left, match.op, right, match.fold) !== match.negated;
    }
    default:
      return match satisfies never;
  }
}

interface Found {
  readonly isThere: boolean;
  readonly found: unknown;
}

/** What stands at a key; behind `[*]` a list of what each element has there. */
function look({ segments }: KeyNode, value: unknown): Found {
  let here: Found = { isThere: true, found: value };
  for (const [index, segment] of segments.entries()) {
    if (typeof segment === 'object') {
      if (!Array.isArray(here.found)) return { isThere: false, found: undefined };
      const rest = segments.slice(index + 1);
      const each = here.found.map((one: unknown) => look({ text: '', segments: rest }, one));
      const isNested = rest.some((one) => typeof one === 'object');
      const found = each.filter(({ isThere }) => isThere).map((one) => one.found);
      return { isThere: true, found: isNested ? found.flat() : found };
    }
    here = step(here.found, segment);
  }
  return here;
}

function step(value: unknown, segment: Segment & (string | number)): Found {
  const nothing = { isThere: false, found: undefined };
  if (typeof segment === 'number') {
    return Array.isArray(value) && segment < value.length ? { isThere: true, found: value[segment] } : nothing;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return nothing;
  const names = Object.keys(value);
  const name = names.find((one) => one === segment) ?? names.find((one) => one.toLowerCase() === segment.toLowerCase());
  return name === undefined ? nothing : { isThere: true, found: (value as Record<string, unknown>)[name] };
}

function test(node: TestNode, { isThere, found }: Found): boolean {
  switch (node.kind) {
    case 'exists':
      return isThere;
    case 'isNull':
      return !isThere || found === null;
    case 'isNullOrEmpty':
      return (
        !isThere || found === null || found === '' || (typeof found === 'object' && Object.keys(found).length === 0)
      );
    case 'equals':
      return same(found, node.value, node.fold);
    case 'contains':
      if (Array.isArray(found)) return found.some((one) => same(one, node.value, node.fold));
      return onTexts(found, node.value, node.fold, (a, b) => a.includes(b));
    case 'startsWith':
      return onTexts(found, node.value, node.fold, (a, b) => a.startsWith(b));
    case 'endsWith':
      return onTexts(found, node.value, node.fold, (a, b) => a.endsWith(b));
    case 'order':
      return orders(found, node.op, node.value);
    case 'in':
      return node.values.some((one) => same(found, one, false));
    case 'address':
    case 'inNet':
    case 'netHolds':
      throw new TypeError(`not generated: ${node.kind}`);
    default:
      return node satisfies never;
  }
}

function same(a: unknown, b: unknown, fold: boolean): boolean {
  if (fold && typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase();
  return a === b;
}

function onTexts(a: unknown, b: unknown, fold: boolean, holds: (a: string, b: string) => boolean): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  return fold ? holds(a.toLowerCase(), b.toLowerCase()) : holds(a, b);
}

function orders(a: unknown, op: '<' | '<=' | '>' | '>=', b: unknown): boolean {
  const areAlike = (typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string');
  if (!areAlike) return false;
  const [x, y] = [a as number, b as number];
  if (op === '<') return x < y;
  if (op === '<=') return x <= y;
  return op === '>' ? x > y : x >= y;
}

function compares(a: unknown, op: string, b: unknown, fold: boolean): boolean {
  if (a === null || b === null || typeof a === 'object' || typeof b === 'object') return false;
  switch (op) {
    case '=':
      return a !== undefined && same(a, b, fold);
    case 'prefix':
      return comparable(a, b, fold, (x, y) => x.startsWith(y));
    case 'suffix':
      return comparable(a, b, fold, (x, y) => x.endsWith(y));
    case 'contains':
      return comparable(a, b, fold, (x, y) => x.includes(y));
    default:
      return orders(folded(a, fold), op as '<', folded(b, fold));
  }
}

function folded(value: unknown, fold: boolean): unknown {
  return fold && typeof value === 'string' ? value.toLowerCase() : value;
}

/** Two texts, or two numbers by their text. */
function comparable(a: unknown, b: unknown, fold: boolean, holds: (a: string, b: string) => boolean): boolean {
  if (typeof a !== typeof b || (typeof a !== 'string' && typeof a !== 'number')) return false;
  return onTexts(String(a), String(b), fold, holds);
}
