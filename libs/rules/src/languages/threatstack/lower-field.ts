import { recordPath } from '@trailhound/cloudtrail';
import type { Condition, LeafPath, Span } from '../../condition/condition.js';
import { compileLeafTest, type LeafCondition } from '../../condition/leaf-test.js';
import { type FieldAlias, threatstackAliases } from './aliases.js';
import type { PathNode } from './syntax.js';

/** Where a filter's field is looked up: an alias where the name stands alone, else a path of the record. */
export function fieldOf({ text, segments }: PathNode): FieldAlias {
  return threatstackAliases.get(text) ?? { paths: [recordPath(...segments)] };
}

/**
 * The condition that the field's value passes a test. Of several paths the first that reaches a value other than null is
 * tested, as {@link FieldAlias} says; a constant is tested here and now.
 */
export function testField(field: FieldAlias, test: (path: LeafPath) => LeafCondition, span: Span): Condition {
  const alternatives: Condition[] = field.paths.map((path, index) => {
    const earlier = field.paths.slice(0, index).map((before): Condition => isMissing(before, span));
    const found: Condition = { ...test(path), span };
    return earlier.length === 0 ? found : { kind: 'and', of: [...earlier, found], span };
  });
  if (field.constant !== undefined && field.paths.length === 0) {
    alternatives.push({ kind: constantPasses(field.constant, test) ? 'true' : 'false', span });
  }
  const [only] = alternatives;
  return only !== undefined && alternatives.length === 1 ? only : { kind: 'or', of: alternatives, span };
}

/** The condition that the field has no value other than null. */
export function isFieldMissing(field: FieldAlias, span: Span): Condition {
  if (field.constant !== undefined) return { kind: 'false', span };
  const [only] = field.paths;
  if (only !== undefined && field.paths.length === 1) return isMissing(only, span);
  return { kind: 'and', of: field.paths.map((path) => isMissing(path, span)), span };
}

/** The condition that the field has a value other than null. */
export function isFieldPresent(field: FieldAlias, span: Span): Condition {
  if (field.constant !== undefined) return { kind: 'true', span };
  const [only] = field.paths;
  if (only !== undefined && field.paths.length === 1) return { kind: 'exists', path: only, mode: 'nonNull', span };
  return { kind: 'or', of: field.paths.map((path) => ({ kind: 'exists', path, mode: 'nonNull', span })), span };
}

function isMissing(path: LeafPath, span: Span): Condition {
  return { kind: 'isNull', path, mode: 'missingOrNull', span };
}

function constantPasses(constant: string, test: (path: LeafPath) => LeafCondition): boolean {
  return compileLeafTest(test(recordPath()))(constant);
}
