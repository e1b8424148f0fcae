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
  const conditions = rules.map((rule) => allOf(lowerChildren(treeOf(rule), eventScope, spanOf)));
  return { condition: conditions.length === 1 ? allOf(conditions) : { kind: 'or', of: conditions }, problems };
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
