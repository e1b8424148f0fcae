import { type Budget, EvaluationError } from './budget.js';
import type { ParameterType, Signature } from './signature.js';
import type { Json } from './syntax.js';
import { areEqual, charactersAStep, isArray, isObject, Reference, toJson, typeOf, type Value } from './values.js';

/** What a function may use besides its arguments. */
export interface CallContext {
  readonly budget: Budget;
  /** Evaluates an `&expression` on a value. */
  readonly apply: (reference: Reference, value: Json) => Json;
}

export interface JmespathFunction {
  readonly takes: Signature;
  /** The arguments have passed `checkArguments`. */
  readonly run: (args: readonly Value[], context: CallContext) => Json;
}

/**
 * The functions of the JMESPath specification (https://jmespath.org/specification.html#built-in-functions) and of
 * GorillaStack's fork: split, parse_json, to_json (https://github.com/GorillaStack/jmespath.js).
 */
export const functions: ReadonlyMap<string, JmespathFunction> = new Map<string, JmespathFunction>([
  ['abs', on(['number'], ([value]) => Math.abs(numberOf(value)))],
  ['avg', on(['numbers'], ([list], context) => average(numbersOf(list, context)))],
  ['ceil', on(['number'], ([value]) => Math.ceil(numberOf(value)))],
  ['contains', { takes: { parameters: [['string', 'array'], ['any']] }, run: contains }],
  ['ends_with', onTexts((text, end) => text.endsWith(end))],
  ['floor', on(['number'], ([value]) => Math.floor(numberOf(value)))],
  ['join', { takes: { parameters: [['string'], ['strings']] }, run: join }],
  ['keys', on(['object'], ([value], { budget }) => charged(Object.keys(objectOf(value)), budget))],
  ['length', { takes: { parameters: [['string', 'array', 'object']] }, run: ([value = null]) => lengthOf(value) }],
  [
    'map',
    {
      takes: { parameters: [['expref'], ['array']] },
      run: ([of, list], { apply }) => itemsOf(list).map((item) => apply(referenceOf(of), item)),
    },
  ],
  ['max', on2(['numbers', 'strings'], ([list], { budget }) => best(charged(itemsOf(list), budget), (a, b) => a > b))],
  ['min', on2(['numbers', 'strings'], ([list], { budget }) => best(charged(itemsOf(list), budget), (a, b) => a < b))],
  ['max_by', bestBy((a, b) => a > b)],
  ['min_by', bestBy((a, b) => a < b)],
  ['merge', { takes: { parameters: [['object']], variadic: true }, run: merge }],
  [
    'not_null',
    {
      takes: { parameters: [['any']], variadic: true },
      run: (args) => (args.find((arg) => arg !== null) ?? null) as Json,
    },
  ],
  ['parse_json', on(['string'], ([text], { budget }) => parseJson(textOf(text), budget))],
  ['reverse', on2(['string', 'array'], ([value], { budget }) => reversed(value ?? null, budget))],
  ['sort', on2(['numbers', 'strings'], ([list], { budget }) => charged(itemsOf(list), budget).toSorted(order))],
  ['sort_by', { takes: { parameters: [['array'], ['expref']] }, run: sortBy }],
  ['split', { takes: { parameters: [['string'], ['string'], ['number']], optional: 1 }, run: split }],
  ['starts_with', onTexts((text, start) => text.startsWith(start))],
  ['sum', on(['numbers'], ([list], context) => numbersOf(list, context).reduce((all, one) => all + one, 0))],
  ['to_array', on(['any'], ([value = null]) => (isArray(value) ? value : [value as Json]))],
  ['to_json', on(['any'], ([value = null], { budget }) => toJson(value, budget))],
  ['to_number', on(['any'], ([value]) => toNumber(value))],
  [
    'to_string',
    on(['any'], ([value = null], { budget }) => (typeof value === 'string' ? value : toJson(value, budget))),
  ],
  ['type', on(['any'], ([value = null]) => typeOf(value))],
  ['values', on(['object'], ([value], { budget }) => charged(Object.values(objectOf(value)), budget))],
]);

type Run = JmespathFunction['run'];

/** A function of one argument each of whose parameters has one type. */
function on(types: readonly ParameterType[], run: Run): JmespathFunction {
  return { takes: { parameters: types.map((type) => [type]) }, run };
}

/** A function of one argument of one of these types. */
function on2(types: readonly ParameterType[], run: Run): JmespathFunction {
  return { takes: { parameters: [types] }, run };
}

function onTexts(test: (text: string, part: string) => boolean): JmespathFunction {
  return on(['string', 'string'], ([text, part]) => test(textOf(text), textOf(part)));
}

function contains([subject = null, wanted = null]: readonly Value[], { budget }: CallContext): boolean {
  if (isArray(subject)) return subject.some((item) => areEqual(item, wanted, budget));
  const text = textOf(subject);
  budget.spend(text.length / charactersAStep);
  return typeof wanted === 'string' && text.includes(wanted);
}

function join([glue, list]: readonly Value[], { budget }: CallContext): string {
  const texts = itemsOf(list).map(textOf);
  const length = texts.reduce((all, one) => all + one.length + textOf(glue).length, 0);
  budget.spend(texts.length + length / charactersAStep);
  return texts.join(textOf(glue));
}

function lengthOf(value: Value): number {
  if (typeof value === 'string' || isArray(value)) return value.length;
  return Object.keys(objectOf(value)).length;
}

function merge(args: readonly Value[], { budget }: CallContext): Json {
  return Object.fromEntries(args.flatMap((arg) => charged(Object.entries(objectOf(arg)), budget)));
}

function reversed(value: Value, budget: Budget): Json {
  if (isArray(value)) return charged(value, budget).toReversed();
  const text = textOf(value);
  budget.spend(text.length / charactersAStep);
  return text.split('').reverse().join('');
}

/** Pieces between separators; `max` is the most pieces, the last of which keeps the rest: 0 and 1 keep the whole text. */
function split([subject, separator, max]: readonly Value[], { budget }: CallContext): Json {
  const text = textOf(subject);
  const by = textOf(separator);
  budget.spend(1 + text.length);
  const pieces = text.split(by);
  const limit = typeof max === 'number' && max >= 0 ? Math.floor(max) : pieces.length;
  if (pieces.length <= limit) return pieces;
  if (limit === 0) return [text];
  return [...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(by)];
}

function sortBy([list, of]: readonly Value[], { apply, budget }: CallContext): Json {
  const items = charged(itemsOf(list), budget);
  return keyed(items, referenceOf(of), apply)
    .toSorted((a, b) => order(a.key, b.key))
    .map(({ item }) => item);
}

function bestBy(wins: (a: string | number, b: string | number) => boolean): JmespathFunction {
  return {
    takes: { parameters: [['array'], ['expref']] },
    run([list, of], { apply }) {
      const all = keyed(itemsOf(list), referenceOf(of), apply);
      return all.reduce((found, one) => (wins(one.key, found.key) ? one : found), all[0] ?? { item: null, key: 0 })
        .item;
    },
  };
}

interface Keyed {
  readonly item: Json;
  readonly key: string | number;
}

/** Items with their keys, which must all be numbers or all texts. */
function keyed(items: readonly Json[], reference: Reference, apply: CallContext['apply']): readonly Keyed[] {
  const first = items[0] === undefined ? undefined : typeof apply(reference, items[0]);
  return items.map((item) => {
    const key = apply(reference, item);
    if ((typeof key !== 'number' && typeof key !== 'string') || typeof key !== first) {
      throw new EvaluationError('invalid-type', 'the keys to sort by must all be numbers or all be texts');
    }
    return { item, key };
  });
}

function best(items: readonly Json[], wins: (a: string | number, b: string | number) => boolean): Json {
  return items.reduce((found, one) => (wins(one as number, found as number) ? one : found), items[0] ?? null);
}

function order(a: Json, b: Json): number {
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

function average(numbers: readonly number[]): Json {
  return numbers.length === 0 ? null : numbers.reduce((all, one) => all + one, 0) / numbers.length;
}

function parseJson(text: string, budget: Budget): Json {
  budget.spend(text.length);
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new EvaluationError('invalid-value', 'parse_json() takes a text that is JSON');
  }
}

function toNumber(value: Value | undefined): Json {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** The items, their number paid for. */
function charged<T>(items: readonly T[], budget: Budget): readonly T[] {
  budget.spend(items.length);
  return items;
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: Value | undefined): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function numbersOf(value: Value | undefined, { budget }: CallContext): readonly number[] {
  return charged(itemsOf(value), budget) as readonly number[];
}

function itemsOf(value: Value | undefined): readonly Json[] {
  return value !== undefined && isArray(value) ? value : [];
}

function objectOf(value: Value | undefined): { readonly [name: string]: Json } {
  return value !== undefined && isObject(value) ? value : {};
}

function referenceOf(value: Value | undefined): Reference {
  if (value instanceof Reference) return value;
  throw new EvaluationError('invalid-type', 'an &expression is needed');
}
