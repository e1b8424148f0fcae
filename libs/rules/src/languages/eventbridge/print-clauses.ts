import type { FieldPath } from '@trailhound/cloudtrail';
import type { Condition, LeafPath } from '../../condition/condition.js';
import { simplifyCondition } from '../../condition/simplify-condition.js';
import { shapeOf } from '../kit/record-shape.js';
import { cannotSay } from '../kit/unsayable.js';
import { printSelfTests } from './print-element.js';
import { printTest } from './print-test.js';

/** A field of a pattern with the list of what it may be. */
export interface PrintedField {
  readonly names: readonly string[];
  readonly list: readonly unknown[];
  /** The elements the field was said to be of, outermost first. */
  readonly within: readonly Element[];
}

/** One choice of an element of the value at a dotted name; fields that share it are held to the same one. */
interface Element {
  readonly name: string;
}

/** Fields that must all hold, by their dotted names. */
export type Clause = ReadonlyMap<string, PrintedField>;

/** Most alternatives a printed pattern has. */
const maxClauses = 200;

/** A condition in normal form as alternatives of fields. */
export function clausesOf(condition: Condition): readonly Clause[] {
  const clauses = alternativesOf(condition, { names: [], within: [] });
  for (const clause of clauses) requireOneElement(condition, clause);
  return clauses;
}

interface Scope {
  /** Names in front of a path that starts from an element. */
  readonly names: readonly string[];
  readonly within: readonly Element[];
}

function alternativesOf(condition: Condition, scope: Scope): readonly Clause[] {
  switch (condition.kind) {
    case 'or': {
      const parts = condition.of.map((part) => alternativesOf(part, scope));
      return oneList(parts) ?? parts.flat();
    }
    case 'and':
      return condition.of
        .map((part) => alternativesOf(part, scope))
        .reduce((all, more) => {
          if (all.length * more.length > maxClauses) cannotSay(condition, 'it has too many alternatives');
          return all.flatMap((clause) => more.map((other) => joined(condition, clause, other)));
        });
    case 'elem':
      return elementAlternatives(condition, scope);
    case 'true':
    case 'false':
      return cannotSay(condition, 'a pattern is about a field');
    default: {
      const { path, list } = printTest(condition);
      return [field(namesOf(condition, path, scope), list, scope.within)];
    }
  }
}

/** Alternatives of one and the same field are one list. */
function oneList(parts: readonly (readonly Clause[])[]): readonly Clause[] | undefined {
  const fields = parts.map((clauses) => {
    const [only] = clauses;
    const [single] = only === undefined ? [] : [...only.values()];
    return clauses.length === 1 && only?.size === 1 ? single : undefined;
  });
  const [first] = fields;
  if (first === undefined || !fields.every((one) => one?.names.join('.') === first.names.join('.'))) return undefined;
  const list = fields.flatMap((one) => one?.list ?? []);
  return [field(first.names, list, first.within)];
}

function elementAlternatives(condition: Condition & { readonly kind: 'elem' }, scope: Scope): readonly Clause[] {
  const { path, quantifier } = condition;
  if (quantifier !== 'any') return cannotSay(condition, 'patterns ask for some element only');
  const names = namesOf(condition, path, scope);
  const of = simplifyCondition(condition.of);
  const self = printSelfTests(of);
  if (self !== undefined) return [field(names, self, scope.within)];
  const clauses = alternativesOf(of, { names, within: [...scope.within, { name: names.join('.') }] });
  for (const clause of clauses) {
    // Absent in the element that others chose; where none chose, a pattern means absent everywhere.
    if ([...clause.values()].every(({ list }) => list.some(isAbsence))) {
      cannotSay(condition, 'what an element lacks can only be said beside something it has');
    }
  }
  return clauses;
}

function isAbsence(match: unknown): boolean {
  return JSON.stringify(match) === '{"exists":false}';
}

function joined(condition: Condition, a: Clause, b: Clause): Clause {
  const fields = new Map(a);
  for (const [name, added] of b) {
    const before = fields.get(name);
    if (before !== undefined && JSON.stringify(before.list) !== JSON.stringify(added.list)) {
      cannotSay(condition, `a pattern has one list for ${name}`);
    }
    fields.set(name, added);
  }
  return fields;
}

function field(names: readonly string[], list: readonly unknown[], within: readonly Element[]): Clause {
  return new Map([[names.join('.'), { names, list, within }]]);
}

/** The steps of a pattern to what a path reaches. */
function namesOf(condition: Condition, path: LeafPath, scope: Scope): readonly string[] {
  const { root, segments, keyCase, take, arrays } = path;
  const names = segments.filter((segment) => typeof segment === 'string');
  const isPlain = names.length === segments.length && names.every((name) => name !== '' && !name.includes('.'));
  const isSpread = arrays === 'implicit' || shapeOf(path) !== undefined;
  if (!isPlain || !isSpread || take !== undefined || keyCase === 'fold' || root === 'enriched') {
    return cannotSay(condition, 'patterns have no way to name this field');
  }
  if (root === 'envelope') return names;
  return scope.within.length === 0 ? ['detail', ...names] : [...scope.names, ...names];
}

/**
 * A pattern holds fields below one list to the same element of it. Refuses fields that the condition does not hold so,
 * unless what stands above them is known to be no list.
 */
function requireOneElement(condition: Condition, clause: Clause): void {
  const below = new Map<string, PrintedField[]>();
  for (const one of clause.values()) {
    for (let length = 1; length < one.names.length; length++) {
      const above = one.names.slice(0, length);
      if (isObject(above)) continue;
      const name = above.join('.');
      below.set(name, [...(below.get(name) ?? []), one]);
    }
  }
  for (const [above, fields] of below) {
    const [first] = fields;
    const shared = first?.within.filter((element) => fields.every(({ within }) => within.includes(element))) ?? [];
    const isHeld = shared.some(({ name }) => name === above || name.startsWith(`${above}.`));
    if (fields.length > 1 && !isHeld) {
      cannotSay(condition, `a pattern would hold all of it to one element of ${above}, should that be a list`);
    }
  }
}

function isObject([detail, ...segments]: readonly string[]): boolean {
  if (segments.length === 0) return detail === 'detail';
  const path: FieldPath = { root: 'record', segments, arrays: 'implicit', keyCase: 'exact', flattenDots: false };
  return detail === 'detail' && shapeOf(path) === 'object';
}
