import type { FieldPath } from '@trailhound/cloudtrail';
import type { Condition, Span } from '../../../condition/condition.js';
import type { Expression } from '../python/syntax.js';
import { affixed } from './atom-tests.js';
import { allOf } from './combine.js';
import { anyOrAll } from './comprehensions.js';
import { helperOf, udmPaths } from './known-calls.js';
import type { Lowering } from './lowering.js';
import { cased, constantText, deepGet, getMember, truthOfValue } from './members.js';
import { truthOfFunction, valueOfFunction } from './own-functions.js';
import { eventPath, type Where } from './scope.js';
import { andTruth, isFalse, notTruth, orTruth, raisesUnder, type Truth, withoutRaise } from './truth.js';
import {
  type Atom,
  atomValue,
  constantValue,
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
  if (text === 'source_ip') return addressOr(eventPath(where.depth, ['sourceIPAddress']), otherwise);
  return paths.reduceRight<Value>(
    (rest, { segments }) => fieldOr(eventPath(where.depth, segments), rest, true),
    otherwise,
  );
}

/** CloudTrail writes the names of services too where an address is expected. */
function addressOr(path: FieldPath, otherwise: Value): Value {
  const isAddress: Condition = { kind: 'ipClass', path, class: 'any' };
  const address = valueUnder(isAddress, atomValue({ kind: 'field', path }));
  return joinValues([address, valueUnder({ kind: 'not', of: isAddress }, otherwise)]);
}

function isEvent(expression: Expression, where: Where, lowering: Lowering): boolean {
  return lowering.value(expression, where).cases.every(({ atom }) => atom.kind === 'event');
}
