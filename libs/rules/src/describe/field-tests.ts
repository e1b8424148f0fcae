import type { Condition, Scalar } from '../condition/condition.js';
import { expectationOf, subjectOf } from '../condition/print-condition.js';
import { childrenOf } from '../condition/walk-condition.js';

/** One thing a condition looks for: a field, an operator, and the values, as text. */
export interface FieldTest {
  readonly field: string;
  /** The condition's kind; `in` also where it is one value. */
  readonly operator: Condition['kind'];
  /** Sorted; for operators without values what they expect, in words. */
  readonly values: readonly string[];
}

/** Two tests are the same when this is: field, operator and set of values. */
export function testKey({ field, operator, values }: FieldTest): string {
  return JSON.stringify([field, operator, values]);
}

/** The tests a condition makes of fields, those under a `not` left out. */
export function fieldTests(condition: Condition): readonly FieldTest[] {
  switch (condition.kind) {
    case 'not':
    case 'true':
    case 'false':
      return [];
    case 'and':
    case 'or':
    case 'elem':
      return childrenOf(condition).flatMap(fieldTests);
    default:
      return [testOf(condition)];
  }
}

function testOf(condition: Condition): FieldTest {
  const field = subjectOf(condition);
  switch (condition.kind) {
    case 'eq':
      return { field, operator: 'in', values: [textOf(condition.value)] };
    case 'in':
      return { field, operator: 'in', values: [...new Set(condition.values.map(textOf))].sort() };
    case 'prefix':
    case 'suffix':
    case 'contains':
      return { field, operator: condition.kind, values: [condition.text] };
    case 'cidr':
      return { field, operator: 'cidr', values: [...condition.nets].sort() };
    default:
      return { field, operator: condition.kind, values: [expectationOf(condition)] };
  }
}

function textOf(value: Scalar): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
