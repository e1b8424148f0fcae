import type { FieldPath } from '@trailhound/cloudtrail';
import type { Condition, Span } from '../../../condition/condition.js';
import type { Expression } from '../python/syntax.js';
import { affixed, inCase, isType, truthOfAtom } from './atom-tests.js';
import { type Flow, runBlock } from './blocks.js';
import { allOf, negate } from './combine.js';
import { anyOrAll } from './comprehensions.js';
import { helperOf, udmPaths } from './known-calls.js';
import type { Lowering } from './lowering.js';
import { eventPath, Scope, type Where } from './scope.js';
import { andTruth, isFalse, notTruth, orTruth, type Raise, raisesUnder, type Truth, withoutRaise } from './truth.js';
import {
  type Atom,
  atomValue,
  constantValue,
  describeAtom,
  fieldOr,
  joinValues,
  mapValue,
  type Value,
  valueAfter,
  valueUnder,
} from './value.js';

type Call = Expression & { readonly kind: 'call' };
const none = constantValue(null);

/** A call where only its truth counts; undefined when it must be read as a value. */
export function truthOfCall(call: Call, where: Where, lowering: Lowering): Truth | undefined {
  const { callee, args, keywords } = call;
  const [first, ...others] = args;
  if (callee.kind === 'attribute') return truthOfMethod(call, callee, where, lowering);
  if (callee.kind !== 'name' || lowering.functionOf(callee.name, where) !== undefined) {
    return callee.kind === 'name' ? truthOfFunction(call, where, lowering) : undefined;
  }
  if (lowering.module.imports.has(callee.name)) {
    if (helperOf(lowering.module.imports.get(callee.name) ?? '') !== 'aws_cloudtrail_success') return undefined;
    if (first === undefined || !isEvent(first, where, lowering)) return undefined;
    const failed = ['errorCode', 'errorMessage'].map((name) => {
      const value = fieldOr(eventPath(where.depth, [name]), none, true);
      return truthOfValue(value);
    });
    return notTruth(orTruth(failed));
  }
  if (first === undefined || others.length > 0 || keywords.length > 0) return undefined;
  switch (callee.name) {
    case 'any':
    case 'all':
      return quantified(callee.name, first, where, lowering);
    case 'bool':
      return lowering.truth(first, where);
    default:
      return undefined;
  }
}

function quantified(
  quantifier: 'any' | 'all',
  values: Expression,
  where: Where,
  lowering: Lowering,
): Truth | undefined {
  if (values.kind === 'comprehension') return anyOrAll(quantifier, values, where, lowering);
  if (values.kind === 'list' || values.kind === 'tuple') {
    // A list is made before it is looked through, so all that its items raise is raised.
    const items = values.items.map((item) => lowering.truth(item, where));
    const raises = items.flatMap((item, index) =>
      raisesUnder(allOf(...items.slice(0, index).map((before) => withoutRaise(before.raises))), item.raises),
    );
    const join = quantifier === 'any' ? orTruth : andTruth;
    return { holds: allOf(join(items).holds, withoutRaise(raises)), raises };
  }
  const name = '(element)';
  const element: Expression = { kind: 'name', name, span: values.span };
  const clauses = [{ name, of: values, conditions: [] }];
  return anyOrAll(quantifier, { kind: 'comprehension', element, clauses, span: values.span }, where, lowering);
}

function truthOfMethod(
  { args, keywords, span }: Call,
  { of, name }: Expression & { readonly kind: 'attribute' },
  where: Where,
  lowering: Lowering,
): Truth | undefined {
  if (name !== 'startswith' && name !== 'endswith') return undefined;
  const [argument, ...others] = args;
  const texts = argument && affixes(lowering.value(argument, where));
  if (texts === undefined || others.length > 0 || keywords.length > 0) {
    lowering.refusals.construct(`${name} with anything but a text or a tuple of texts`, span);
    return isFalse;
  }
  const kind = name === 'startswith' ? 'prefix' : 'suffix';
  const value = lowering.value(of, where);
  const each = value.cases.map(({ when, atom }) => {
    const found = texts.map((text) => affixed(atom, kind, text, span));
    return { when, truth: texts.length === 0 ? affixedByNothing(atom, kind, span) : orTruth(found) };
  });
  return {
    holds: orTruth(each.map(({ when, truth }) => ({ holds: allOf(when, truth.holds), raises: [] }))).holds,
    raises: [...value.raises, ...each.flatMap(({ when, truth }) => raisesUnder(when, truth.raises))],
  };
}

function affixedByNothing(atom: Atom, kind: 'prefix' | 'suffix', span: Span): Truth {
  return { holds: { kind: 'false' }, raises: affixed(atom, kind, '', span).raises };
}

/** The texts of a constant text or tuple. */
function affixes({ cases: [only, ...others] }: Value): readonly string[] | undefined {
  if (only === undefined || others.length > 0) return undefined;
  const { atom } = only;
  if (atom.kind === 'constant') return typeof atom.value === 'string' ? [atom.value] : undefined;
  if (atom.kind !== 'list') return undefined;
  const texts = atom.items.map(({ cases: [item] }) =>
    item?.atom.kind === 'constant' && typeof item.atom.value === 'string' ? item.atom.value : undefined,
  );
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? known : undefined;
}

/** A function of the file, read where it is called. */
function truthOfFunction(call: Call, where: Where, lowering: Lowering): Truth | undefined {
  const inside = enterFunction(call, where, lowering);
  if (inside === undefined) return isFalse;
  const { flow } = inside;
  const each = flow.returns.map(({ when, value, where: at }) => ({
    when,
    truth: value === undefined ? isFalse : lowering.truth(value, at),
  }));
  lowering.leave();
  return {
    holds: orTruth(each.map(({ when, truth }) => ({ holds: allOf(when, truth.holds), raises: [] }))).holds,
    raises: [...flow.raises, ...each.flatMap(({ when, truth }) => raisesUnder(when, truth.raises))],
  };
}

function enterFunction(call: Call, where: Where, lowering: Lowering) {
  const name = call.callee.kind === 'name' ? call.callee.name : '';
  const called = lowering.functionOf(name, where);
  if (called?.parameters?.length !== call.args.length || call.keywords.length > 0) {
    lowering.refusals.construct(`the call of ${name} with these arguments`, call.span);
    return undefined;
  }
  if (!lowering.enter()) {
    lowering.refusals.construct(`${name}, which calls itself or calls too deep,`, call.span);
    return undefined;
  }
  const scope = new Scope();
  const raises: Raise[] = [];
  for (const [index, parameter] of called.parameters.entries()) {
    const value = call.args[index];
    if (value === undefined) continue;
    raises.push(...lowering.value(value, where).raises);
    scope.bind(parameter, { kind: 'expression', value, scope: where.scope });
  }
  const inside = runBlock(called.body, { scope, depth: where.depth }, lowering);
  const reached = withoutRaise(raises);
  const returns = inside.returns.map((one) => ({ ...one, when: allOf(reached, one.when) }));
  const flow: Flow = {
    returns,
    falls: allOf(reached, inside.falls),
    raises: [...raises, ...raisesUnder(reached, inside.raises)],
  };
  return { flow };
}

/** A call as a value. */
export function valueOfCall(call: Call, where: Where, lowering: Lowering): Value {
  const { callee, span } = call;
  if (callee.kind === 'attribute') return valueOfMethod(call, callee, where, lowering);
  if (callee.kind === 'name') {
    if (lowering.functionOf(callee.name, where) !== undefined) return valueOfFunction(call, where, lowering);
    const helper = helperOf(lowering.module.imports.get(callee.name) ?? '');
    const [first, ...names] = call.args;
    if (helper === 'deep_get' && first !== undefined) {
      const receiver = lowering.value(first, where);
      return deepGet(receiver, names, defaultOf(call, where, lowering, 'default'), span, where, lowering);
    }
    lowering.refusals.construct(`the function ${callee.name}`, span);
    return none;
  }
  lowering.refusals.construct('this call', span);
  return none;
}

function valueOfFunction(call: Call, where: Where, lowering: Lowering): Value {
  const inside = enterFunction(call, where, lowering);
  if (inside === undefined) return none;
  const { flow } = inside;
  const returned = flow.returns.map(({ when, value, where: at }) =>
    valueUnder(when, value === undefined ? none : lowering.value(value, at)),
  );
  lowering.leave();
  const all = joinValues([...returned, valueUnder(flow.falls, none)]);
  return { cases: all.cases, raises: [...flow.raises, ...all.raises] };
}

function valueOfMethod(
  call: Call,
  { of, name }: Expression & { readonly kind: 'attribute' },
  where: Where,
  lowering: Lowering,
): Value {
  const { args, span } = call;
  const origin = of.kind === 'name' ? lowering.module.imports.get(of.name) : undefined;
  if (origin !== undefined) {
    lowering.refusals.construct(`the function ${origin}.${name}`, span);
    return none;
  }
  const receiver = lowering.value(of, where);
  const [key, otherwise] = args;
  switch (name) {
    case 'get': {
      const fallback =
        otherwise === undefined ? defaultOf(call, where, lowering, 'default') : lowering.value(otherwise, where);
      const text = key && constantText(lowering.value(key, where));
      if (text === undefined || args.length > 2) {
        lowering.refusals.construct('get with anything but a constant name', span);
        return none;
      }
      const { raises, cases } = fallback;
      const found = mapValue(receiver, (atom) => getMember(atom, text, { cases, raises: [] }, span, where));
      return valueAfter(raises, found);
    }
    case 'deep_get':
      return deepGet(receiver, args, defaultOf(call, where, lowering, 'default'), span, where, lowering);
    case 'udm':
      return udm(call, receiver, where, lowering);
    case 'lower':
    case 'upper':
      if (args.length > 0) break;
      return mapValue(receiver, (atom) => cased(atom, name, span));
    default:
  }
  lowering.refusals.construct(`the method ${name}`, span);
  return none;
}

function defaultOf({ keywords, span }: Call, where: Where, lowering: Lowering, name: string): Value {
  const unknown = keywords.find((keyword) => keyword.name !== name);
  if (unknown !== undefined) lowering.refusals.construct(`the argument ${unknown.name}`, span);
  const given = keywords.find((keyword) => keyword.name === name);
  return given === undefined ? none : lowering.value(given.value, where);
}

/** `receiver.get(key, otherwise)`. */
function getMember(atom: Atom, key: string, otherwise: Value, span: Span, where: Where): Value {
  const why = `${describeAtom(atom)} is no dict, so it has no get`;
  switch (atom.kind) {
    case 'event':
      return fieldOr(eventPath(where.depth, [key]), otherwise, false);
    case 'dict':
      return atom.entries.get(key) ?? otherwise;
    case 'field': {
      const isObject = isType(atom.path, 'object');
      const member = fieldOr(memberOf(atom.path, key), otherwise, false);
      return joinValues([valueUnder(isObject, member), raisingValue(negate(isObject), why, span)]);
    }
    case 'constant':
    case 'list':
    case 'cased':
      return raisingValue({ kind: 'true' }, why, span);
    default:
      return atom satisfies never;
  }
}

/** `receiver["key"]`, `receiver[0]`. */
export function itemOf(atom: Atom, key: string | number, span: Span, where: Where): Value {
  const why = `${describeAtom(atom)} has no item ${JSON.stringify(key)}`;
  switch (atom.kind) {
    case 'event':
    case 'field': {
      const path = atom.kind === 'field' ? memberOf(atom.path, key) : eventPath(where.depth, [key]);
      const present: Condition = { kind: 'exists', path, mode: 'present' };
      return joinValues([
        valueUnder(present, atomValue({ kind: 'field', path })),
        raisingValue({ kind: 'not', of: present }, why, span),
      ]);
    }
    case 'dict':
      return (typeof key === 'string' ? atom.entries.get(key) : undefined) ?? raisingValue({ kind: 'true' }, why, span);
    case 'list':
      return (typeof key === 'number' ? atom.items[key] : undefined) ?? raisingValue({ kind: 'true' }, why, span);
    case 'constant':
    case 'cased':
      return raisingValue({ kind: 'true' }, why, span);
    default:
      return atom satisfies never;
  }
}

/** `deep_get(receiver, "a", "b", default=…)`: never raises; null counts as missing. */
function deepGet(
  receiver: Value,
  names: readonly Expression[],
  otherwise: Value,
  span: Span,
  where: Where,
  lowering: Lowering,
): Value {
  const keys = names.map((name) => constantText(lowering.value(name, where)));
  const known = keys.filter((key) => key !== undefined);
  if (known.length !== keys.length || keys.length === 0) {
    lowering.refusals.construct('deep_get with anything but constant names', span);
    return none;
  }
  const fallback = otherwise;
  const found = mapValue(receiver, (atom) => {
    if (atom.kind === 'event') return fieldOr(eventPath(where.depth, known), fallback, true);
    if (atom.kind !== 'field') {
      if (atom.kind !== 'dict') return fallback;
      lowering.refusals.construct('deep_get of a dict of the file', span, 'write get');
      return none;
    }
    return fieldOr({ ...atom.path, segments: [...atom.path.segments, ...known] }, fallback, true);
  });
  return valueAfter(otherwise.raises, found);
}

/** `event.udm("source_ip")`: the standard data model of AWS.CloudTrail. */
function udm(call: Call, receiver: Value, where: Where, lowering: Lowering): Value {
  const [name, ...others] = call.args;
  const text = name && constantText(lowering.value(name, where));
  const paths = text === undefined ? undefined : udmPaths.get(text);
  const isOfEvent = receiver.cases.every(({ atom }) => atom.kind === 'event');
  if (paths === undefined || others.length > 0 || !isOfEvent) {
    lowering.refusals.construct(`udm(${text === undefined ? '' : JSON.stringify(text)})`, call.span);
    return none;
  }
  const otherwise = defaultOf(call, where, lowering, 'default');
  return paths.reduceRight<Value>(
    (rest, { segments }) => fieldOr(eventPath(where.depth, segments), rest, true),
    otherwise,
  );
}

/** `receiver.lower()`, `receiver.upper()`. */
function cased(atom: Atom, to: 'lower' | 'upper', span: Span): Value {
  const why = `${describeAtom(atom)} is no text, so it has no ${to}`;
  if (atom.kind === 'constant' && typeof atom.value === 'string') return constantValue(inCase(atom.value, to));
  if (atom.kind === 'cased') return atomValue({ ...atom, to });
  if (atom.kind !== 'field') return raisingValue({ kind: 'true' }, why, span);
  const isText = isType(atom.path, 'string');
  return joinValues([
    valueUnder(isText, atomValue({ kind: 'cased', path: atom.path, to })),
    raisingValue(negate(isText), why, span),
  ]);
}

export function raisingValue(when: Condition, why: string, span: Span): Value {
  return { cases: [], raises: [{ when, why, span }] };
}

/** The truth of a value that is known case by case. */
export function truthOfValue({ cases, raises }: Value): Truth {
  const each = cases.map(({ when, atom }) => ({ holds: allOf(when, truthOfAtom(atom).holds), raises: [] }));
  return { holds: orTruth(each).holds, raises };
}

/** The text a value is known to be. */
function constantText({ cases: [only, ...others], raises }: Value): string | undefined {
  if (only === undefined || others.length > 0 || raises.length > 0 || only.atom.kind !== 'constant') return undefined;
  return typeof only.atom.value === 'string' ? only.atom.value : undefined;
}

function isEvent(expression: Expression, where: Where, lowering: Lowering): boolean {
  return lowering.value(expression, where).cases.every(({ atom }) => atom.kind === 'event');
}

function memberOf(path: FieldPath, key: string | number): FieldPath {
  return { ...path, segments: [...path.segments, key] };
}
