import type { FieldRef } from '../../../rule.js';
import { ruleContextFields } from '../lower/known-calls.js';
import type { DictEntry, Expression, FunctionNode, PythonModule } from '../python/syntax.js';
import { FieldReader, fieldAt, straightFunction } from './field-reader.js';
import { whatOf } from './template.js';

/** What alert_context(event) puts into an alert. */
export interface ReadContextFields {
  readonly fields: readonly FieldRef[];
  /** Keys whose values are more than a field of the event, and constructs that keep all of it from being read. */
  readonly skipped: readonly string[];
}

/** Reads the dict an alert_context function returns as fields under its keys. */
export function readContext(called: FunctionNode, module: PythonModule): ReadContextFields {
  const straight = straightFunction(called);
  if ('refused' in straight) return { fields: [], skipped: [straight.refused] };
  const reader = new FieldReader(module, straight);
  const fields = new Map<string, FieldRef>();
  const skipped: string[] = [];
  const add = (key: Expression, value: Expression): void => {
    const name = reader.resolve(key);
    if (name.kind !== 'constant' || typeof name.value !== 'string') skipped.push('a key that is no constant text');
    else {
      const field = reader.field(value);
      if (field === undefined) skipped.push(name.value);
      else fields.set(name.value, { ...field, name: name.value });
    }
  };
  const collect = (expression: Expression, depth: number): void => {
    const here = reader.resolve(expression);
    if (depth > 10) skipped.push('a dict inside so many');
    else if (here.kind === 'dict') for (const entry of here.entries) collectEntry(entry, depth);
    else if (here.kind === 'merge') {
      collect(here.left, depth + 1);
      collect(here.right, depth + 1);
    } else if (isRuleContext(here, reader)) {
      for (const name of ruleContextFields) fields.set(name, fieldAt([name]));
    } else skipped.push(whatOf(here));
  };
  const collectEntry = ({ key, value }: DictEntry, depth: number): void => {
    if (key === undefined) collect(value, depth + 1);
    else add(key, value);
  };
  collect(straight.value, 0);
  for (const { name, key, value } of straight.items) {
    if (straight.value.kind === 'name' && straight.value.name === name) add(key, value);
  }
  return { fields: [...fields.values()], skipped };
}

function isRuleContext(expression: Expression, reader: FieldReader): boolean {
  if (expression.kind !== 'call' || expression.callee.kind !== 'name') return false;
  const [event] = expression.args;
  return reader.helperOf(expression.callee.name) === 'aws_rule_context' && event !== undefined && reader.isEvent(event);
}
