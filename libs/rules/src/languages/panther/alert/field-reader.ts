import { type FieldPath, formatPath, type Segment } from '@trailhound/cloudtrail';
import type { FieldRef } from '../../../rule.js';
import { helperOf, udmPaths } from '../lower/known-calls.js';
import { eventPath } from '../lower/scope.js';
import type { Expression, FunctionNode, PythonModule, Statement } from '../python/syntax.js';

/** A field of the event, wherever in the record its keys stand. */
export function fieldAt(segments: readonly Segment[]): FieldRef {
  const path = eventPath(0, segments);
  return { name: nameOf(path), paths: [path] };
}

function nameOf(path: FieldPath): string {
  return formatPath({ ...path, root: 'record' });
}

/** What of a function stands between its name and what it returns: names assigned once, then one `return`. */
export interface StraightFunction {
  readonly event: string;
  readonly names: ReadonlyMap<string, Expression>;
  readonly items: readonly (Statement & { readonly kind: 'assignItem' })[];
  readonly value: Expression;
}

/** The function as straight assignments and a return; otherwise the statement that makes it more, by name. */
export function straightFunction(called: FunctionNode): StraightFunction | { readonly refused: string } {
  const [event] = called.parameters ?? [];
  if (event === undefined) return { refused: 'its parameters' };
  const names = new Map<string, Expression>();
  const items: (Statement & { readonly kind: 'assignItem' })[] = [];
  for (const statement of called.body) {
    switch (statement.kind) {
      case 'return':
        if (statement.value === undefined) return { refused: 'a return without a value' };
        return { event, names, items, value: statement.value };
      case 'assign':
        if (names.has(statement.name)) return { refused: `${statement.name}, which is assigned more than once` };
        names.set(statement.name, statement.value);
        break;
      case 'assignItem':
        items.push(statement);
        break;
      case 'pass':
        break;
      case 'expression':
        if (statement.value.kind !== 'constant') return { refused: 'a statement that only has an effect' };
        break;
      case 'if':
        return { refused: 'if' };
      case 'unsupported':
        return { refused: statement.what };
      default:
        return statement satisfies never;
    }
  }
  return { refused: 'no return' };
}

/** Reads the fields that titles, dedup strings and contexts are made of. Names are followed, at most so often. */
export class FieldReader {
  readonly #module: PythonModule;
  readonly #function: StraightFunction;
  #steps = 0;

  constructor(module: PythonModule, called: StraightFunction) {
    this.#module = module;
    this.#function = called;
  }

  /** What a name stands for in the function or at the top of the file; the expression itself where it is none. */
  resolve(expression: Expression): Expression {
    let here = expression;
    while (here.kind === 'name' && this.#steps < maxSteps) {
      this.#steps += 1;
      const { name } = here;
      const isConstant = !this.#module.unclear.has(name);
      const next = this.#function.names.get(name) ?? (isConstant ? this.#module.constants.get(name) : undefined);
      if (next === undefined) return here;
      here = next;
    }
    return here;
  }

  helperOf(name: string): string | undefined {
    return helperOf(this.#module.imports.get(name) ?? '');
  }

  /** What a function of the file returns, where it is called with the event and is straight. */
  ownCall(expression: Expression): { readonly value: Expression; readonly reader: FieldReader } | undefined {
    if (expression.kind !== 'call' || expression.callee.kind !== 'name') return undefined;
    const { name } = expression.callee;
    const [event, ...others] = expression.args;
    const called = this.#module.unclear.has(name) ? undefined : this.#module.functions.get(name);
    if (called === undefined || event === undefined || others.length > 0 || !this.isEvent(event)) return undefined;
    const straight = straightFunction(called);
    if ('refused' in straight || straight.items.length > 0) return undefined;
    return { value: straight.value, reader: new FieldReader(this.#module, straight) };
  }

  isEvent(expression: Expression): boolean {
    return expression.kind === 'name' && expression.name === this.#function.event;
  }

  /** The field an expression reads, with what stands in for it where it is missing; undefined when it reads none. */
  field(expression: Expression): FieldRef | undefined {
    this.#steps += 1;
    if (this.#steps > maxSteps) return undefined;
    const here = this.resolve(expression);
    switch (here.kind) {
      case 'or':
        return this.#firstOf(here.of);
      case 'index': {
        const base = this.#base(here.of);
        const key = this.resolve(here.index);
        const step = key.kind === 'constant' ? key.value : undefined;
        if (base === undefined || (typeof step !== 'string' && typeof step !== 'number')) return undefined;
        return fieldAt([...base, step]);
      }
      case 'call':
        return this.#call(here);
      default:
        return undefined;
    }
  }

  #firstOf(parts: readonly Expression[]): FieldRef | undefined {
    const found: FieldRef[] = [];
    for (const part of parts) {
      const here = this.resolve(part);
      const field: FieldRef | undefined =
        here.kind === 'constant' ? { name: '', paths: [], ...constantOf(here) } : this.field(here);
      if (field === undefined) return undefined;
      found.push(field);
    }
    const [first] = found;
    const constant = found.find((field) => field.constant !== undefined)?.constant;
    if (first === undefined || first.paths.length === 0) return undefined;
    return {
      name: first.name,
      paths: found.flatMap(({ paths }) => paths),
      ...(constant !== undefined && { constant }),
    };
  }

  #call({ callee, args, keywords }: Expression & { readonly kind: 'call' }): FieldRef | undefined {
    const given = keywords.find(({ name }) => name === 'default')?.value;
    if (callee.kind === 'name') {
      const [first, ...names] = args;
      if (first === undefined) return undefined;
      // Panther looks an account's name up in a table of its own; without one it answers the account.
      if (callee.name === 'str' || this.helperOf(callee.name) === 'lookup_aws_account_name') return this.field(first);
      const base = this.helperOf(callee.name) === 'deep_get' ? this.#base(first) : undefined;
      return base && this.#deep(base, names, given);
    }
    if (callee.kind !== 'attribute') return undefined;
    const base = this.#base(callee.of);
    if (base === undefined) return undefined;
    const [key, otherwise] = args;
    switch (callee.name) {
      case 'get':
        return key && this.#deep(base, [key], otherwise ?? given);
      case 'deep_get':
        return this.#deep(base, args, given);
      case 'udm': {
        const name = key && this.resolve(key);
        const paths = name?.kind === 'constant' ? udmPaths.get(String(name.value)) : undefined;
        const [first] = paths ?? [];
        if (paths === undefined || first === undefined || base.length > 0) return undefined;
        return { name: nameOf(first), paths, ...(given && constantOf(this.resolve(given))) };
      }
      default:
        return undefined;
    }
  }

  #deep(
    base: readonly Segment[],
    names: readonly Expression[],
    otherwise: Expression | undefined,
  ): FieldRef | undefined {
    const keys = names
      .map((name) => this.resolve(name))
      .map((key) => (key.kind === 'constant' ? key.value : undefined));
    const segments = keys.filter((key) => typeof key === 'string');
    if (segments.length !== keys.length || segments.length === 0) return undefined;
    const field = fieldAt([...base, ...segments]);
    if (otherwise === undefined) return field;
    const fallback = this.resolve(otherwise);
    if (fallback.kind === 'constant') return { ...field, ...constantOf(fallback) };
    // An empty dict or list only keeps what follows from failing.
    if (fallback.kind === 'dict' || fallback.kind === 'list') return field;
    const other = this.field(fallback);
    return other && { ...other, name: field.name, paths: [...field.paths, ...other.paths] };
  }

  /** The path of what an expression reads, from the event. */
  #base(expression: Expression): readonly Segment[] | undefined {
    const here = this.resolve(expression);
    if (this.isEvent(here)) return [];
    const field = this.field(here);
    const [only] = field?.paths ?? [];
    if (field === undefined || only === undefined || field.paths.length > 1) return undefined;
    return only.segments;
  }
}

const maxSteps = 2_000;

function constantOf(expression: Expression): { readonly constant?: string } {
  if (expression.kind !== 'constant' || expression.value === null) return {};
  return { constant: String(expression.value) };
}
