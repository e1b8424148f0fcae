import type { CompareOp, Expression, ForClause, PythonModule, Statement } from './syntax.js';

/** What Python would have raised. */
class Raised extends Error {}

const isEvent = Symbol('event');
type Names = Map<string, unknown>;

/**
 * Runs `rule(event)` of a module the way Python does, as plainly as possible: values are JSON values, dicts of the file
 * are Maps, sets and tuples are arrays. Used by tests only, to hold the lowering against.
 */
export function naiveRule(module: PythonModule, record: unknown): 'match' | 'no-match' | 'error' {
  try {
    return isTrue(new Run(module, record).call('rule', [isEvent])) ? 'match' : 'no-match';
  } catch (error) {
    if (error instanceof Raised) return 'error';
    throw error;
  }
}

class Run {
  readonly #module: PythonModule;
  readonly #record: unknown;
  /** Lists that stand in the file; they are gone through in their order. */
  readonly #ownLists = new WeakSet<unknown[]>();

  constructor(module: PythonModule, record: unknown) {
    this.#module = module;
    this.#record = record;
  }

  call(name: string, args: readonly unknown[]): unknown {
    const called = this.#module.functions.get(name);
    const names: Names = new Map(called?.parameters?.map((parameter, index) => [parameter, args[index]]));
    const result = this.#block(called?.body ?? [], names);
    return result === undefined ? null : result.value;
  }

  #block(statements: readonly Statement[], names: Names): { readonly value: unknown } | undefined {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'return':
          return { value: statement.value === undefined ? null : this.#value(statement.value, names) };
        case 'if': {
          const branch = isTrue(this.#value(statement.test, names)) ? statement.chosen : statement.otherwise;
          const result = this.#block(branch, names);
          if (result !== undefined) return result;
          break;
        }
        case 'assign':
          names.set(statement.name, this.#value(statement.value, names));
          break;
        default:
      }
    }
    return undefined;
  }

  #value(expression: Expression, names: Names): unknown {
    switch (expression.kind) {
      case 'constant':
        return expression.value;
      case 'name': {
        if (names.has(expression.name)) return names.get(expression.name);
        const constant = this.#module.constants.get(expression.name);
        return constant === undefined ? null : this.#value(constant, new Map());
      }
      case 'list':
      case 'tuple':
      case 'set':
        return this.#owned(expression.items.map((item) => this.#value(item, names)));
      case 'dict':
        return new Map(
          expression.entries.map(({ key, value }) => [key && this.#value(key, names), this.#value(value, names)]),
        );
      case 'and':
      case 'or': {
        let last: unknown = null;
        for (const part of expression.of) {
          last = this.#value(part, names);
          if (isTrue(last) === (expression.kind === 'or')) return last;
        }
        return last;
      }
      case 'not':
        return !isTrue(this.#value(expression.of, names));
      case 'if':
        return this.#value(
          isTrue(this.#value(expression.test, names)) ? expression.chosen : expression.otherwise,
          names,
        );
      case 'compare': {
        let left = this.#value(expression.left, names);
        for (const { op, right } of expression.rest) {
          const value = this.#value(right, names);
          if (!compare(left, op, value)) return false;
          left = value;
        }
        return true;
      }
      case 'index':
        return item(this.#object(expression.of, names), this.#value(expression.index, names));
      case 'call':
        return this.#call(expression, names);
      case 'add': {
        const [left, right] = [this.#value(expression.left, names), this.#value(expression.right, names)];
        return Array.isArray(left) && Array.isArray(right) ? this.#owned([...left, ...right]) : `${left}${right}`;
      }
      default:
        throw new TypeError(`not generated: ${expression.kind}`);
    }
  }

  #owned(list: unknown[]): unknown[] {
    this.#ownLists.add(list);
    return list;
  }

  /** A value; the event as the record it is. */
  #object(expression: Expression, names: Names): unknown {
    const value = this.#value(expression, names);
    return value === isEvent ? this.#record : value;
  }

  #call({ callee, args, keywords }: Expression & { readonly kind: 'call' }, names: Names): unknown {
    const given = keywords.map(({ value }) => this.#value(value, names));
    if (callee.kind === 'attribute') {
      const receiver = this.#object(callee.of, names);
      const values = args.map((argument) => this.#value(argument, names));
      return method(receiver, callee.name, values, given[0] ?? null);
    }
    const name = callee.kind === 'name' ? callee.name : '';
    const [first] = args;
    if (this.#module.functions.has(name)) {
      return this.call(
        name,
        args.map((argument) => this.#value(argument, names)),
      );
    }
    switch (this.#module.imports.get(name)?.split('.').at(-1)) {
      case 'deep_get': {
        const [, ...keys] = args.map((argument) => this.#value(argument, names));
        return deepGet(first && this.#object(first, names), keys, given[0] ?? null);
      }
      case 'aws_cloudtrail_success':
        return (
          !isTrue(deepGet(this.#record, ['errorCode'], null)) && !isTrue(deepGet(this.#record, ['errorMessage'], null))
        );
      default:
    }
    if (name === 'bool') return first !== undefined && isTrue(this.#value(first, names));
    if (first === undefined) throw new TypeError(`not generated: ${name}`);
    if (first.kind === 'comprehension') return this.#search(name === 'any', first.element, first.clauses, names);
    const values = this.#value(first, names);
    if (!Array.isArray(values)) throw new Raised();
    return name === 'any' ? values.some(isTrue) : values.every(isTrue);
  }

  /** In a record one element that decides wins over elements that raise, in whatever order they stand. */
  #search(isAny: boolean, element: Expression, clauses: readonly ForClause[], names: Names): boolean {
    const found = this.#found(isAny, element, clauses, names);
    if (found === 'raised') throw new Raised();
    return found;
  }

  #found(isAny: boolean, element: Expression, clauses: readonly ForClause[], names: Names): boolean | 'raised' {
    const [clause, ...rest] = clauses;
    try {
      if (clause === undefined) return isTrue(this.#value(element, names));
      const values = this.#object(clause.of, names);
      if (!Array.isArray(values) && !(values instanceof Map)) throw new Raised();
      const isOwn = values instanceof Map || this.#ownLists.has(values);
      const outcomes = [...(values instanceof Map ? values.keys() : values)].map((value) => {
        const inner = new Map(names).set(clause.name ?? '', value);
        return this.#filtered(isAny, element, clause, rest, inner);
      });
      if (isOwn) return outcomes.find((outcome) => outcome !== !isAny) ?? !isAny;
      if (outcomes.includes(isAny)) return isAny;
      return outcomes.includes('raised') ? 'raised' : !isAny;
    } catch (error) {
      if (error instanceof Raised) return 'raised';
      throw error;
    }
  }

  #filtered(
    isAny: boolean,
    element: Expression,
    clause: ForClause,
    rest: readonly ForClause[],
    names: Names,
  ): boolean | 'raised' {
    try {
      if (!clause.conditions.every((condition) => isTrue(this.#value(condition, names)))) return !isAny;
    } catch (error) {
      if (error instanceof Raised) return 'raised';
      throw error;
    }
    return this.#found(isAny, element, rest, names);
  }
}

function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map) return value.size > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}

/** The exact member first, then the first that differs in case only. */
function member(value: unknown, key: unknown): { readonly value: unknown } | undefined {
  if (value instanceof Map) return value.has(key) ? { value: value.get(key) } : undefined;
  if (!isObject(value) || typeof key !== 'string') return undefined;
  if (Object.hasOwn(value, key)) return { value: value[key] };
  const near = Object.keys(value).find((name) => name.toLowerCase() === key.toLowerCase());
  return near === undefined ? undefined : { value: value[near] };
}

function item(value: unknown, key: unknown): unknown {
  if (Array.isArray(value) && typeof key === 'number' && key < value.length) return value[key];
  const found = member(value, key);
  if (found === undefined) throw new Raised();
  return found.value;
}

function deepGet(value: unknown, keys: readonly unknown[], otherwise: unknown): unknown {
  let here = value;
  for (const key of keys) here = member(here, key)?.value ?? null;
  return here ?? otherwise;
}

function method(receiver: unknown, name: string, args: readonly unknown[], otherwise: unknown): unknown {
  switch (name) {
    case 'get': {
      if (!isObject(receiver) && !(receiver instanceof Map)) throw new Raised();
      const found = member(receiver, args[0]);
      return found === undefined ? (args[1] ?? otherwise) : found.value;
    }
    case 'deep_get':
      return deepGet(receiver, args, otherwise);
    case 'startswith':
    case 'endswith': {
      if (typeof receiver !== 'string') throw new Raised();
      const texts = (Array.isArray(args[0]) ? args[0] : [args[0]]).map(String);
      return texts.some((text) => (name === 'startswith' ? receiver.startsWith(text) : receiver.endsWith(text)));
    }
    case 'lower':
    case 'upper':
      if (typeof receiver !== 'string') throw new Raised();
      return name === 'lower' ? receiver.toLowerCase() : receiver.toUpperCase();
    default:
      throw new TypeError(`not generated: ${name}`);
  }
}

function compare(left: unknown, op: CompareOp, right: unknown): boolean {
  if (op === '==' || op === '!=') return equal(left, right) === (op === '==');
  if (op === 'is' || op === 'is not') return (left === right) === (op === 'is');
  if (op === 'in' || op === 'not in') return isIn(left, right) === (op === 'in');
  return ordered(left, op, right);
}

function equal(left: unknown, right: unknown): boolean {
  const areContainers = (Array.isArray(left) && Array.isArray(right)) || (isObject(left) && isObject(right));
  if (areContainers) throw new Raised();
  return number(left) === number(right);
}

/** True and False are 1 and 0. */
function number(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value;
}

function isIn(left: unknown, right: unknown): boolean {
  if (Array.isArray(right)) return right.some((one) => number(one) === number(left));
  if (right instanceof Map) return right.has(left);
  if (typeof right === 'string') {
    if (typeof left !== 'string') throw new Raised();
    return right.includes(left);
  }
  if (isObject(right)) return typeof left === 'string' && member(right, left) !== undefined;
  throw new Raised();
}

function ordered(left: unknown, op: CompareOp, right: unknown): boolean {
  const [a, b] = [number(left), number(right)];
  const areAlike = (typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string');
  if (!areAlike) throw new Raised();
  const [x, y] = [a as number, b as number];
  if (op === '<') return x < y;
  if (op === '<=') return x <= y;
  return op === '>' ? x > y : x >= y;
}
