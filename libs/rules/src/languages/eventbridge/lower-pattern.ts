import type { Condition } from '../../condition/condition.js';
import { flatRules } from './flat-rules.js';
import { isAbsent, isPresent, lowerField } from './lower-field.js';
import type { PatternProblem } from './pattern-reader.js';
import { elementScope, eventScope, type Scope } from './scope.js';
import type { EventPattern, Field, SpanOf } from './syntax.js';

/**
 * The condition an event pattern means.
 *
 * EventBridge flattens an event to leaves and wants, for one match, every field to be met by leaves that do not stand in
 * different elements of the same array. So fields below a common array hold for one of its elements (`elem`); a field
 * that must be absent must be so in the element the others chose, or everywhere where no other field chose one.
 */
export function lowerPattern(
  pattern: EventPattern,
  spanOf: SpanOf = () => undefined,
): { readonly condition: Condition; readonly problems: readonly PatternProblem[] } {
  const { rules, problems } = flatRules(pattern);
  const { shared, rests } = apart(rules);
  const lowered = (fields: readonly Field[]) => lowerChildren(treeOf(fields), eventScope, spanOf);
  const alternatives: Condition = { kind: 'or', of: rests.map((rest) => allOf(lowered(rest))) };
  const condition = allOf([...lowered(shared), ...(rests.length === 0 ? [] : [alternatives])]);
  return { condition, problems };
}

/**
 * The fields all alternatives have, and what each has besides, so that the former are said once. A field stays with the
 * alternatives where one of them has another field below the same value, of which both must hold for one element.
 */
function apart(rules: readonly (readonly Field[])[]): {
  readonly shared: readonly Field[];
  readonly rests: readonly (readonly Field[])[];
} {
  const [first = []] = rules;
  if (rules.length <= 1) return { shared: first, rests: [] };
  const inAll = new Set(first.filter((field) => rules.every((rule) => rule.includes(field))));
  const mixed = new Set(rules.flatMap((rule) => rule.filter((field) => !inAll.has(field)).map(groupOf)));
  const isShared = (field: Field): boolean => inAll.has(field) && !mixed.has(groupOf(field));
  return { shared: first.filter(isShared), rests: rules.map((rule) => rule.filter((field) => !isShared(field))) };
}

/** The first value on the way to a field that may be an array. */
function groupOf({ names }: Field): string {
  return names.slice(0, names[0] === 'detail' ? 2 : 1).join('.');
}

/** The fields of one alternative by their names, step by step. */
interface Tree {
  readonly children: Map<string, Tree>;
  field?: Field;
}

function treeOf(fields: readonly Field[]): Tree {
  const root: Tree = { children: new Map() };
  for (const field of fields) {
    let here = root;
    for (const name of field.names) {
      const next: Tree = here.children.get(name) ?? { children: new Map() };
      here.children.set(name, next);
      here = next;
    }
    here.field = field;
  }
  return root;
}

function lowerChildren(tree: Tree, scope: Scope, spanOf: SpanOf): readonly Condition[] {
  return [...tree.children].flatMap(([name, child]) => lowerTree(child, scope.step(name), spanOf));
}

function lowerTree(tree: Tree, scope: Scope, spanOf: SpanOf): readonly Condition[] {
  const own = tree.field === undefined ? [] : [lowerField(tree.field, scope.path(), spanOf)];
  // An object that is no array, or the way to a single field, needs no element chosen.
  if (scope.isObject || tree.children.size <= 1) return [...own, ...lowerChildren(tree, scope, spanOf)];
  return [...own, lowerGroup(tree, scope, spanOf)];
}

/** Several fields below one value, which may be an array. */
function lowerGroup(tree: Tree, scope: Scope, spanOf: SpanOf): Condition {
  const below = fieldsBelow(tree, scope);
  const absent = below.map(({ path }) => isAbsent(path));
  const mayBeAbsent = below.every(({ field }) => field.matches.some(isAbsence));
  if (mayBeAbsent && below.every(({ field }) => field.matches.every(isAbsence))) return allOf(absent);
  const inside = lowerChildren(tree, elementScope, spanOf);
  const choice = mayBeAbsent ? fieldsBelow(tree, elementScope).map(({ path }) => isPresent(path)) : [];
  const chosen: Condition = {
    kind: 'elem',
    // Dotted members of the value around it belong to its elements, however short the path.
    path: { ...scope.path(), flattenDots: true },
    quantifier: 'any',
    of: allOf([...inside, ...(mayBeAbsent ? [anyOf(choice)] : [])]),
  };
  return mayBeAbsent ? anyOf([chosen, allOf(absent)]) : chosen;
}

function isAbsence(match: Field['matches'][number]): boolean {
  return match.kind === 'exists' && !match.present;
}

/** Every field below a node with its path from the scope's start. */
function fieldsBelow(
  tree: Tree,
  scope: Scope,
): readonly { readonly field: Field; readonly path: ReturnType<Scope['path']> }[] {
  return [...tree.children].flatMap(([name, child]) => {
    const here = scope.step(name);
    const own = child.field === undefined ? [] : [{ field: child.field, path: here.path() }];
    return [...own, ...fieldsBelow(child, here)];
  });
}

function allOf(of: readonly Condition[]): Condition {
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind: 'and', of };
}

function anyOf(of: readonly Condition[]): Condition {
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind: 'or', of };
}
