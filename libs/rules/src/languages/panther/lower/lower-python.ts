import type { Scalar } from '../../../condition/condition.js';
import type { Expression, FunctionNode, PythonModule } from '../python/syntax.js';
import { truthOfCall, valueOfCall } from './calls.js';
import { compareValues } from './comparisons.js';
import type { Lowering } from './lowering.js';
import { itemOf, truthOfValue } from './members.js';
import type { Refusals } from './refusals.js';
import { elementPath, type Where } from './scope.js';
import { andTruth, failing, isFalse, notTruth, orTruth, type Raise, type Truth } from './truth.js';
import { booleanValue } from './truth-value.js';
import {
  atomValue,
  constantValue,
  isConstantValue,
  joinValues,
  mapValue,
  type Value,
  valueAfter,
  valueUnder,
} from './value.js';

/** Most expressions read of one file, those of functions and loops counted as often as they are read. */
const maxSteps = 5_000;
/** Expressions inside one another, through names too. */
const maxDepth = 400;
/** Functions of a file that call one another. */
const maxCalls = 10;

const none = constantValue(null);

/** Reads the expressions of one file. What is beyond the subset is added to `refusals` and read as None. */
export class PythonLowering implements Lowering {
  readonly module: PythonModule;
  readonly refusals: Refusals;
  #steps = 0;
  #calls = 0;
  #depth = 0;

  constructor(module: PythonModule, refusals: Refusals) {
    this.module = module;
    this.refusals = refusals;
  }

  truth(expression: Expression, where: Where): Truth {
    if (!this.#mayGoOn(expression)) return isFalse;
    this.#depth += 1;
    const truth = this.#truth(expression, where);
    this.#depth -= 1;
    return spanned(truth, expression);
  }

  value(expression: Expression, where: Where): Value {
    if (expression.kind === 'constant') return constantValue(expression.value);
    if (!this.#mayGoOn(expression)) return none;
    this.#depth += 1;
    const value = expression.kind === 'name' ? this.#name(expression, where) : this.#compound(expression, where);
    this.#depth -= 1;
    return value;
  }

  #truth(expression: Expression, where: Where): Truth {
    switch (expression.kind) {
      case 'and':
        return andTruth(expression.of.map((part) => this.truth(part, where)));
      case 'or':
        return orTruth(expression.of.map((part) => this.truth(part, where)));
      case 'not':
        return notTruth(this.truth(expression.of, where));
      case 'if': {
        const test = this.truth(expression.test, where);
        const chosen = andTruth([test, this.truth(expression.chosen, where)]);
        const otherwise = andTruth([notTruth(test), this.truth(expression.otherwise, where)]);
        const raises = [...chosen.raises, ...otherwise.raises.slice(test.raises.length)];
        return {
          holds: orTruth([
            { ...chosen, raises: [] },
            { ...otherwise, raises: [] },
          ]).holds,
          raises,
        };
      }
      case 'compare':
        return this.#comparison(expression, where);
      case 'call':
        return truthOfCall(expression, where, this) ?? truthOfValue(this.value(expression, where));
      case 'name': {
        const binding = where.scope.find(expression.name);
        if (binding?.kind === 'expression') {
          // What it raises was raised where the name was assigned.
          return { ...this.truth(binding.value, { scope: binding.scope, depth: where.depth }), raises: [] };
        }
        return truthOfValue(this.value(expression, where));
      }
      default:
        return truthOfValue(this.value(expression, where));
    }
  }

  functionOf(name: string, where: Where): FunctionNode | undefined {
    if (where.scope.find(name) !== undefined || this.module.unclear.has(name)) return undefined;
    return this.module.functions.get(name);
  }

  enter(): boolean {
    if (this.#calls >= maxCalls) return false;
    this.#calls += 1;
    return true;
  }

  leave(): void {
    this.#calls -= 1;
  }

  #mayGoOn({ span }: Expression): boolean {
    this.#steps += 1;
    if (this.#steps <= maxSteps && this.#depth <= maxDepth) return true;
    const what = this.#depth > maxDepth ? 'names that stand for names so deep' : `more than ${maxSteps} expressions`;
    this.refusals.add('E-LIMIT', `the rule reads ${what}`, span, 'split the rule');
    return false;
  }

  #compound(expression: Exclude<Expression, { readonly kind: 'constant' | 'name' }>, where: Where): Value {
    const { span } = expression;
    switch (expression.kind) {
      case 'call':
        return this.#call(expression, where);
      case 'index':
        return this.#index(expression, where);
      case 'and':
      case 'or':
        return this.#choice(expression, where);
      case 'if': {
        const test = this.truth(expression.test, where);
        const chosen = valueUnder(test.holds, this.value(expression.chosen, where));
        const otherwise = valueUnder(failing(test), this.value(expression.otherwise, where));
        const { cases, raises } = joinValues([chosen, otherwise]);
        return { cases, raises: [...test.raises, ...raises] };
      }
      case 'not':
      case 'compare':
        return booleanValue(this.truth(expression, where));
      case 'list':
      case 'tuple':
      case 'set':
        return this.#display(expression.items, where);
      case 'dict':
        return this.#dict(expression, where);
      case 'add':
      case 'merge':
        return this.#sum(expression, where);
      case 'attribute':
        this.refusals.construct(`the attribute ${expression.name}`, span);
        return none;
      case 'format':
        this.refusals.construct('a text with values in it', span);
        return none;
      case 'comprehension':
        this.refusals.construct('a comprehension outside any() and all()', span);
        return none;
      case 'unsupported':
        this.refusals.construct(expression.what, span);
        return none;
      default:
        return expression satisfies never;
    }
  }

  #call(expression: Expression & { readonly kind: 'call' }, where: Where): Value {
    const { callee } = expression;
    const isFunction = callee.kind === 'name' && this.functionOf(callee.name, where) !== undefined;
    const truth = isFunction ? undefined : truthOfCall(expression, where, this);
    return truth === undefined ? valueOfCall(expression, where, this) : booleanValue(truth);
  }

  #name({ name, span }: Expression & { readonly kind: 'name' }, where: Where): Value {
    const binding = where.scope.find(name);
    switch (binding?.kind) {
      case 'event':
        return atomValue({ kind: 'event' });
      case 'expression':
        return { ...this.value(binding.value, { scope: binding.scope, depth: where.depth }), raises: [] };
      case 'value':
        if (binding.depth === where.depth || isConstantValue(binding.value)) return binding.value;
        break;
      case 'element':
        if (binding.depth === where.depth) return atomValue({ kind: 'field', path: elementPath });
        break;
      case undefined:
        break;
      default:
        return binding satisfies never;
    }
    if (binding !== undefined) {
      this.refusals.construct(`${name} of an outer loop inside an inner one`, span);
      return none;
    }
    const constant = this.module.unclear.has(name) ? undefined : this.module.constants.get(name);
    if (constant !== undefined) return this.value(constant, { scope: where.scope, depth: where.depth });
    this.refusals.construct(this.#whatIs(name), span);
    return none;
  }

  #whatIs(name: string): string {
    if (this.module.unclear.has(name)) return `${name}, which is changed or bound more than once,`;
    const origin = this.module.imports.get(name);
    if (origin !== undefined) return `${name} of ${origin}`;
    return `${name}, which this file does not give a value on every way here,`;
  }

  #index({ of, index, span }: Expression & { readonly kind: 'index' }, where: Where): Value {
    const key = this.value(index, where).cases.map(({ atom }) => (atom.kind === 'constant' ? atom.value : undefined));
    const [only] = key;
    const isName = typeof only === 'string' && only !== '';
    const isPlace = typeof only === 'number' && Number.isInteger(only) && only >= 0;
    if (key.length !== 1 || !(isName || isPlace)) {
      this.refusals.construct('an index that is no constant name and no place from 0', span);
      return none;
    }
    return mapValue(this.value(of, where), (atom) => itemOf(atom, only, span, where));
  }

  /** `a or b` is a where that is true, else b; `a and b` is a where that is false, else b. */
  #choice({ kind, of }: Expression & { readonly kind: 'and' | 'or' }, where: Where): Value {
    const [last, ...before] = of.toReversed();
    if (last === undefined) return none;
    return before.reduce<Value>(
      (rest, part) => {
        const value = this.value(part, where);
        const truth = truthOfValue(value);
        const [stays, goes] = kind === 'or' ? [truth.holds, failing(truth)] : [failing(truth), truth.holds];
        const { cases, raises } = joinValues([valueUnder(stays, { ...value, raises: [] }), valueUnder(goes, rest)]);
        return { cases, raises: [...value.raises, ...raises] };
      },
      this.value(last, where),
    );
  }

  #display(items: readonly Expression[], where: Where): Value {
    const values = items.map((item) => this.value(item, where));
    const raises = values.flatMap((value) => value.raises);
    const known = values.map(({ cases }) => ({ cases, raises: [] }));
    return valueAfter(raises, atomValue({ kind: 'list', items: known }));
  }

  #dict({ entries }: Expression & { readonly kind: 'dict' }, where: Where): Value {
    const known = new Map<string, Value>();
    const raises: Raise[] = [];
    for (const { key, value } of entries) {
      if (key?.kind !== 'constant' || typeof key.value !== 'string') {
        this.refusals.construct('a dict whose keys are not constant texts', key?.span ?? value.span);
        return none;
      }
      const read = this.value(value, where);
      known.set(key.value, { ...read, raises: [] });
      raises.push(...read.raises);
    }
    return valueAfter(raises, atomValue({ kind: 'dict', entries: known }));
  }

  /** Texts, lists and sets of the file joined; nothing else can be added. */
  #sum({ kind, left, right, span }: Expression & { readonly kind: 'add' | 'merge' }, where: Where): Value {
    const [a, b] = [this.value(left, where), this.value(right, where)].map(({ cases: [only, ...others] }) =>
      others.length === 0 ? only?.atom : undefined,
    );
    if (a?.kind === 'list' && b?.kind === 'list') return atomValue({ kind: 'list', items: [...a.items, ...b.items] });
    if (kind === 'add' && a?.kind === 'constant' && b?.kind === 'constant' && areTexts(a.value, b.value)) {
      return constantValue(`${a.value}${b.value}`);
    }
    this.refusals.construct(`the operator ${kind === 'add' ? '+' : '|'} on anything but constants`, span);
    return none;
  }

  #comparison({ left, rest }: Expression & { readonly kind: 'compare' }, where: Where): Truth {
    const links: Truth[] = [];
    let before = this.value(left, where);
    for (const { op, right } of rest) {
      const after = this.value(right, where);
      const span = { start: left.span.start, end: right.span.end };
      links.push(compareValues(before, op, after, span, this.refusals));
      // What it raises was said with the comparison before.
      before = { ...after, raises: [] };
    }
    return andTruth(links);
  }
}

/** A truth whose condition says where it comes from; the parts of a condition say so themselves. */
function spanned(truth: Truth, { span }: Expression): Truth {
  const { holds } = truth;
  const isPart = holds.kind === 'true' || holds.kind === 'false' || holds.span !== undefined;
  return isPart ? truth : { ...truth, holds: { ...holds, span } };
}

function areTexts(a: Scalar, b: Scalar): boolean {
  return typeof a === 'string' && typeof b === 'string';
}
