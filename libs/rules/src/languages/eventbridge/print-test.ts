import { parseAddress } from '../../condition/address.js';
import type { Condition, LeafPath, Scalar } from '../../condition/condition.js';
import { leafNumber } from '../../condition/leaf-text.js';
import { shapeOf } from '../kit/record-shape.js';
import { cannotSay } from '../kit/unsayable.js';
import { writeGlob } from './read-glob.js';

/** The list of a field's values that a single test allows. */
export interface PrintedTest {
  readonly path: LeafPath;
  readonly list: readonly unknown[];
}

const absent = { exists: false };

/** A single test as a field's list; tests with `neg` and negated ones too. */
export function printTest(condition: Condition): PrintedTest {
  switch (condition.kind) {
    case 'not':
      return printNegated(condition, condition.of);
    case 'exists':
      return printExists(condition);
    case 'isNull':
      if (condition.mode === 'explicit') return { path: condition.path, list: [null] };
      requireShape(condition, condition.path, 'the field may be a list or an object');
      return { path: condition.path, list: [null, absent] };
    case 'eq':
      return printLiterals(condition, [condition.value]);
    case 'in':
      return printLiterals(condition, condition.values);
    case 'prefix':
    case 'suffix':
    case 'contains':
    case 'wildcard':
    case 'num':
    case 'cidr':
      return condition.neg === true
        ? { path: condition.path, list: [{ 'anything-but': excludedBy(condition) }] }
        : { path: condition.path, list: matchesOf(condition) };
    default:
      return cannotSay(condition, 'patterns have no such test');
  }
}

type TextCondition = Condition & { readonly kind: 'prefix' | 'suffix' | 'contains' | 'wildcard' };
type SimpleCondition = TextCondition | (Condition & { readonly kind: 'num' | 'cidr' });
type LiteralCondition = Condition & { readonly kind: 'eq' | 'in' };

function printExists(condition: Condition & { readonly kind: 'exists' }): PrintedTest {
  const { path, mode } = condition;
  if (mode === 'leaf') return { path, list: [{ exists: true }] };
  if (mode === 'nonEmpty' || mode === 'anyLeaf') return cannotSay(condition, 'patterns have no such test');
  requireShape(condition, path, 'the field may be a list or an object, which counts as absent');
  if (mode === 'present') return { path, list: [{ exists: true }] };
  if (shapeOf(path) !== 'text') return cannotSay(condition, 'only texts can be told from null');
  return { path, list: [{ wildcard: '*' }] };
}

/** A negated test holds where the field is missing too, and its opposite only where the field has one value. */
function printNegated(condition: Condition, of: Condition): PrintedTest {
  if (of.kind === 'exists' && (of.mode === 'leaf' || (of.mode === 'present' && hasOneValue(of.path)))) {
    return { path: of.path, list: [absent] };
  }
  if (of.kind === 'isNull' && of.mode === 'explicit' && shapeOf(of.path) === 'text') {
    return { path: of.path, list: [{ wildcard: '*' }, absent] };
  }
  switch (of.kind) {
    case 'eq':
    case 'in':
    case 'prefix':
    case 'suffix':
    case 'contains':
    case 'wildcard': {
      if (of.neg === true) return cannotSay(condition, 'it is negated twice');
      requireShape(condition, of.path, 'the field may be a list');
      const { list } = printTest({ ...of, neg: true });
      return { path: of.path, list: [...list, absent] };
    }
    default:
      return cannotSay(condition, 'patterns have no opposite of it');
  }
}

function printLiterals(condition: LiteralCondition, values: readonly Scalar[]): PrintedTest {
  const { path, coerce, fold, neg } = condition;
  if (coerce === 'num') return cannotSay(condition, 'patterns compare no number with a text that spells it');
  if (values.length === 0) return cannotSay(condition, 'a list in a pattern is never empty');
  const isText = shapeOf(path) === 'text';
  if (fold && !isText && coerce !== 'strict') return cannotSay(condition, 'patterns fold the case of texts only');
  const wanted = coerce === 'strict' || fold ? values : values.flatMap((value) => spellingsOf(value, isText));
  if (neg === true) return { path, list: [{ 'anything-but': excludedLiterals(condition, wanted) }] };
  const list = wanted.map((value) => {
    if (typeof value !== 'string') return value;
    if (fold) return { 'equals-ignore-case': value };
    // A text that looks like an address would stand for every spelling of it.
    return parseAddress(value) === undefined ? value : { exactly: value };
  });
  return { path, list };
}

function excludedLiterals(condition: LiteralCondition, values: readonly Scalar[]): unknown {
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number');
  if (condition.fold && texts.length === values.length) return { 'equals-ignore-case': listed(texts) };
  if (texts.length === values.length) return listed(texts);
  if (numbers.length === values.length) return listed(numbers);
  return cannotSay(condition, 'patterns exclude texts or numbers, not both, and no booleans or null');
}

/** What has a value as its text: the text, and the number or boolean that spells it. */
function spellingsOf(value: Scalar, isText: boolean): readonly Scalar[] {
  if (value === null) return [];
  const text = String(value);
  if (isText) return [text];
  const number = leafNumber(text);
  if (number !== undefined && String(number) === text) return [text, number];
  return text === 'true' || text === 'false' ? [text, text === 'true'] : [text];
}

function matchesOf(condition: SimpleCondition): readonly unknown[] {
  switch (condition.kind) {
    case 'num':
      if (condition.coerce === 'num' || condition.op === '!=') {
        return cannotSay(condition, 'patterns order numbers, no texts that spell them');
      }
      return [{ numeric: [condition.op, condition.value] }];
    case 'cidr':
      return condition.nets.map((net) => ({
        cidr: net.includes('/') ? net : `${net}/${net.includes(':') ? 128 : 32}`,
      }));
    case 'prefix':
    case 'suffix':
      requireTexts(condition);
      return [{ [condition.kind]: condition.fold ? { 'equals-ignore-case': condition.text } : condition.text }];
    case 'contains':
    case 'wildcard':
      requireTexts(condition);
      return [{ wildcard: globOf(condition) }];
    default:
      return condition satisfies never;
  }
}

function excludedBy(condition: SimpleCondition): unknown {
  switch (condition.kind) {
    case 'num':
    case 'cidr':
      return cannotSay(condition, 'patterns exclude no ranges');
    case 'prefix':
    case 'suffix':
      requireTexts(condition);
      if (condition.fold) return cannotSay(condition, 'patterns exclude whole texts only in any case');
      return { [condition.kind]: condition.text };
    case 'contains':
    case 'wildcard':
      requireTexts(condition);
      return { wildcard: globOf(condition) };
    default:
      return condition satisfies never;
  }
}

function globOf(condition: TextCondition): string {
  if (condition.fold) return cannotSay(condition, 'wildcards tell upper from lower case');
  const any = { kind: 'any' } as const;
  const glob =
    condition.kind === 'wildcard'
      ? condition.glob
      : condition.text === ''
        ? [any]
        : [any, { kind: 'literal', text: condition.text } as const, any];
  return writeGlob(glob) ?? cannotSay(condition, 'patterns have no wildcard for a single character');
}

function requireTexts(condition: TextCondition): void {
  if (condition.coerce !== 'strict' && shapeOf(condition.path) !== 'text') {
    cannotSay(condition, 'patterns look at texts only, not at numbers and booleans');
  }
}

function requireShape(condition: Condition, path: LeafPath, reason: string): void {
  if (!hasOneValue(path)) cannotSay(condition, reason);
}

function hasOneValue(path: LeafPath): boolean {
  const shape = shapeOf(path);
  return shape === 'text' || shape === 'single';
}

function listed<T>(values: readonly T[]): T | readonly T[] {
  const [only] = values;
  return only !== undefined && values.length === 1 ? only : values;
}
