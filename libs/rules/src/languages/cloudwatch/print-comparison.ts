import type { Condition, GlobToken, Scalar } from '../../condition/condition.js';
import { leafNumber } from '../../condition/leaf-text.js';
import { quoteLiteral } from '../kit/quotes.js';
import { shapeOf } from '../kit/record-shape.js';
import { cannotSay } from '../kit/unsayable.js';
import { outsideRegex } from './parse-value.js';

/** Conditions that compare a field's value with something written. */
export type Comparable = Condition & {
  readonly kind: 'eq' | 'in' | 'prefix' | 'suffix' | 'contains' | 'wildcard' | 'regex' | 'num';
};

/** One test of a field, and the one for values other than null that fail it, where there is one. */
export interface Comparison {
  readonly positive: (selector: string) => string;
  readonly negative?: (selector: string) => string;
}

export function isComparable(condition: Condition): condition is Comparable {
  return ['eq', 'in', 'prefix', 'suffix', 'contains', 'wildcard', 'regex', 'num'].includes(condition.kind);
}

/** Tests one of which holds where the condition does; `neg` is left aside. */
export function comparisonsOf(condition: Comparable): readonly Comparison[] {
  switch (condition.kind) {
    case 'eq':
      return literalsOf(condition, [condition.value]);
    case 'in':
      return literalsOf(condition, condition.values);
    case 'prefix':
    case 'suffix':
    case 'contains':
      if (condition.fold) return refuse(condition, 'patterns tell upper from lower case');
      return [affix(condition, condition.kind, condition.text)];
    case 'wildcard':
      if (condition.fold) return refuse(condition, 'patterns tell upper from lower case');
      return [globTest(condition, condition.glob)];
    case 'regex':
      return [regexTest(condition)];
    case 'num':
      return numberTests(condition);
    default:
      return condition satisfies never;
  }
}

function literalsOf(condition: Comparable & { kind: 'eq' | 'in' }, values: readonly Scalar[]): readonly Comparison[] {
  const { coerce, path } = condition;
  if (condition.fold) return refuse(condition, 'patterns tell upper from lower case');
  if (coerce === 'num') return refuse(condition, 'patterns compare a number by its digits where it is a text');
  const isText = shapeOf(path) === 'text';
  const wanted = coerce === 'strict' ? values : values.flatMap(spellingsOf);
  const texts = wanted.filter((value) => typeof value === 'string');
  const numbers = wanted.filter((value) => typeof value === 'number');
  const comparisons = [
    ...texts.map((text) => {
      const number = leafNumber(text);
      if (!isText && number !== undefined && !numbers.includes(number)) {
        return refuse(condition, `= "${text}" would hold for the number too`);
      }
      return equality(writeText(condition, text));
    }),
    ...(isText ? [] : numbers.filter((number) => !texts.some((text) => leafNumber(text) === number)).map(sameNumber)),
    ...(isText ? [] : wanted.filter((value) => typeof value === 'boolean').map(booleanTest)),
    ...(wanted.includes(null) ? [{ positive: (selector: string) => `${selector} IS NULL` }] : []),
  ];
  return comparisons.length > 0 ? comparisons : refuse(condition, 'no value of the field ever passes it');
}

/** What has a value as its text: the text, and the number or boolean that spells it. */
function spellingsOf(value: Scalar): readonly Scalar[] {
  if (value === null) return [];
  const text = String(value);
  const number = leafNumber(text);
  if (number !== undefined && String(number) === text) return [text, number];
  return text === 'true' || text === 'false' ? [text, text === 'true'] : [text];
}

function booleanTest(value: boolean): Comparison {
  return { positive: (selector) => `${selector} IS ${value ? 'TRUE' : 'FALSE'}` };
}

function sameNumber(value: number): Comparison {
  return { positive: (selector) => `(${selector} >= ${value} && ${selector} <= ${value})` };
}

function affix(condition: Comparable, kind: 'prefix' | 'suffix' | 'contains', text: string): Comparison {
  requireTexts(condition);
  if (text === '' && shapeOf(condition.path) !== 'text') return refuse(condition, '= * would hold for numbers too');
  if (kind === 'prefix' && text.startsWith('*')) return refuse(condition, 'a "*" in front would be a wildcard');
  if (kind === 'suffix' && text.endsWith('*')) return refuse(condition, 'a "*" at the end would be a wildcard');
  checkText(condition, text);
  return equality(quoteLiteral(`${kind === 'prefix' ? '' : '*'}${text}${kind === 'suffix' ? '' : '*'}`));
}

/** `*` at the ends only. */
function globTest(condition: Comparable, glob: readonly GlobToken[]): Comparison {
  const kinds = glob.map(({ kind }) => kind).join(' ');
  const text = glob.map((token) => (token.kind === 'literal' ? token.text : '')).join('');
  switch (kinds) {
    case 'any':
      return affix(condition, 'contains', '');
    case 'literal any':
      return affix(condition, 'prefix', text);
    case 'any literal':
      return affix(condition, 'suffix', text);
    case 'any literal any':
      return affix(condition, 'contains', text);
    case '':
    case 'literal':
      requireTexts(condition);
      if (shapeOf(condition.path) !== 'text' && leafNumber(text) !== undefined) {
        return refuse(condition, `= "${text}" would hold for the number too`);
      }
      return equality(writeText(condition, text));
    default:
      return refuse(condition, 'wildcards stand at the start and at the end only');
  }
}

function regexTest(condition: Comparable & { readonly kind: 'regex' }): Comparison {
  const { source, flags, anchor } = condition;
  requireTexts(condition);
  if (flags !== '') return refuse(condition, 'patterns between percent signs have no flags');
  if (source === '' || outsideRegex.test(source)) return refuse(condition, 'CloudWatch takes fewer characters in it');
  if (anchor === 'full' && source.includes('|')) return refuse(condition, 'alternatives cannot be held to both ends');
  return equality(`%${anchor === 'full' ? `^${source}$` : source}%`);
}

function numberTests(condition: Comparable & { readonly kind: 'num' }): readonly Comparison[] {
  const { op, value, coerce } = condition;
  if (coerce === 'num') return refuse(condition, 'patterns order numbers, no texts that spell them');
  if (condition.neg) return refuse(condition, 'its opposite would hold for texts too');
  if (op === '=') return [sameNumber(value)];
  if (op === '!=') {
    return [{ positive: (selector) => `${selector} < ${value}` }, { positive: (selector) => `${selector} > ${value}` }];
  }
  return [{ positive: (selector) => `${selector} ${op} ${value}` }];
}

function equality(value: string): Comparison {
  return { positive: (selector) => `${selector} = ${value}`, negative: (selector) => `${selector} != ${value}` };
}

function writeText(condition: Comparable, text: string): string {
  if (/^\*|\*$/.test(text)) return refuse(condition, 'a "*" at the start or end would be a wildcard');
  checkText(condition, text);
  return quoteLiteral(text);
}

function checkText(condition: Comparable, text: string): void {
  if (/[\r\n]/.test(text)) refuse(condition, 'a text has no line breaks');
}

/** Wildcards and patterns look at texts only; a condition that looks at the text of numbers too means more. */
function requireTexts(condition: Comparable): void {
  const { coerce } = condition as { readonly coerce?: string };
  if (coerce !== 'strict' && shapeOf(condition.path) !== 'text') {
    refuse(condition, 'patterns look at texts only, not at numbers and booleans');
  }
}

function refuse(condition: Condition, reason: string): never {
  return cannotSay(condition, reason);
}
