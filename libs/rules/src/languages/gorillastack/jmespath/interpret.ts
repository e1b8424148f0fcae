import { Budget, EvaluationError } from './budget.js';
import { functions } from './functions.js';
import { checkArguments } from './signature.js';
import type { ComparisonOp, Expression, Json, Slice } from './syntax.js';
import { areEqual, isArray, isObject, isTruthy, memberOf, Reference, type Value } from './values.js';

/**
 * The value of an expression on a JSON value. Looks at own members only and takes at most `maxSteps` steps. Throws
 * EvaluationError for a function called with what it does not take, and beyond the limit.
 */
export function interpret(expression: Expression, value: Json, budget: Budget = new Budget()): Json {
  const result = evaluate(expression, value, budget);
  return result instanceof Reference ? null : result;
}

function evaluate(expression: Expression, value: Json, budget: Budget): Value {
  budget.spend(1);
  switch (expression.kind) {
    case 'current':
      return value;
    case 'field':
      return memberOf(value, expression.name);
    case 'literal':
      return expression.value;
    case 'sub':
    case 'pipe':
      return evaluate(expression.then, plain(expression.of, value, budget), budget);
    case 'index': {
      const list = evaluate(expression.of, value, budget);
      return isArray(list) ? (list.at(expression.index) ?? null) : null;
    }
    case 'slice': {
      const list = evaluate(expression.of, value, budget);
      return isArray(list) ? project(sliced(list, expression.slice), expression.then, budget) : null;
    }
    case 'elements': {
      const list = evaluate(expression.of, value, budget);
      return isArray(list) ? project(list, expression.then, budget) : null;
    }
    case 'values': {
      const object = evaluate(expression.of, value, budget);
      return isObject(object) ? project(Object.values(object), expression.then, budget) : null;
    }
    case 'flatten': {
      const list = evaluate(expression.of, value, budget);
      return isArray(list) ? project(flattened(list, budget), expression.then, budget) : null;
    }
    case 'filter': {
      const list = evaluate(expression.of, value, budget);
      if (!isArray(list)) return null;
      const kept = list.filter((item) => isTruthy(evaluate(expression.test, item, budget)));
      return project(kept, expression.then, budget);
    }
    case 'and':
    case 'or': {
      let last: Value = null;
      for (const part of expression.of) {
        last = evaluate(part, value, budget);
        if (isTruthy(last) === (expression.kind === 'or')) return last;
      }
      return last;
    }
    case 'not':
      return !isTruthy(evaluate(expression.of, value, budget));
    case 'compare': {
      const left = evaluate(expression.left, value, budget);
      const right = evaluate(expression.right, value, budget);
      return compare(expression.op, left, right, budget);
    }
    case 'list':
      return value === null ? null : expression.items.map((item) => plain(item, value, budget));
    case 'hash':
      if (value === null) return null;
      return Object.fromEntries(expression.entries.map((entry) => [entry.name, plain(entry.value, value, budget)]));
    case 'call':
      return call(expression.name, expression.args, value, budget);
    case 'reference':
      return new Reference(expression.of);
    default:
      return expression satisfies never;
  }
}

function plain(expression: Expression, value: Json, budget: Budget): Json {
  return interpret(expression, value, budget);
}

function project(items: readonly Json[], then: Expression, budget: Budget): Json {
  return items.map((item) => plain(then, item, budget)).filter((item) => item !== null);
}

function flattened(list: readonly Json[], budget: Budget): readonly Json[] {
  const flat: Json[] = [];
  for (const item of list) {
    budget.spend(isArray(item) ? item.length : 1);
    if (isArray(item)) for (const inner of item) flat.push(inner);
    else flat.push(item);
  }
  return flat;
}

/** https://jmespath.org/specification.html#slices: the bounds of Python. */
function sliced(list: readonly Json[], { start, stop, step }: Slice): readonly Json[] {
  const by = step ?? 1;
  const { length } = list;
  const bound = (at: number) =>
    at < 0 ? Math.max(at + length, by < 0 ? -1 : 0) : Math.min(at, by < 0 ? length - 1 : length);
  const from = start === null ? (by < 0 ? length - 1 : 0) : bound(start);
  const to = stop === null ? (by < 0 ? -1 : length) : bound(stop);
  const found: Json[] = [];
  for (let at = from; by > 0 ? at < to : at > to; at += by) found.push(list[at] ?? null);
  return found;
}

function compare(op: ComparisonOp, left: Value, right: Value, budget: Budget): Json {
  if (op === '==') return areEqual(left, right, budget);
  if (op === '!=') return !areEqual(left, right, budget);
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (op) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return op satisfies never;
  }
}

function call(name: string, args: readonly Expression[], value: Json, budget: Budget): Json {
  const called = functions.get(name);
  if (called === undefined) throw new EvaluationError('unknown-function', `there is no function ${name}`);
  const given = args.map((arg) => evaluate(arg, value, budget));
  checkArguments(name, called.takes, given);
  return called.run(given, { budget, apply: (reference, item) => plain(reference.of, item, budget) });
}
