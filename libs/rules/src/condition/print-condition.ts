import { formatPath } from '@trailhound/cloudtrail';
import type { Condition, LeafPath, Scalar, TextTest, TokenTest } from './condition.js';
import { formatGlob } from './glob.js';
import type { LeafCondition } from './leaf-test.js';
import { quoteText } from './quote-text.js';

/** Most values of a list that are shown. */
const maxShownValues = 8;

/** A condition as one line for people: `eventName is "StopLogging" and (…)`. Not meant to be parsed. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      if (condition.of.length === 0) return condition.kind === 'and' ? 'always' : 'never';
      return condition.of.map((part) => bracketed(part, condition.kind)).join(` ${condition.kind} `);
    case 'not':
      return `not ${bracketed(condition.of, 'not')}`;
    default:
      return `${subjectOf(condition)} ${expectationOf(condition)}`.trim();
  }
}

function bracketed(part: Condition, around: 'and' | 'or' | 'not'): string {
  const text = printCondition(part);
  const compound = (part.kind === 'and' || part.kind === 'or') && part.kind !== around;
  return compound && part.of.length > 1 ? `(${text})` : text;
}

/** What a single condition looks at, as people write it; empty for constants and opaque conditions. */
export function subjectOf(condition: Condition): string {
  switch (condition.kind) {
    case 'true':
    case 'false':
    case 'and':
    case 'or':
    case 'not':
      return '';
    case 'text':
    case 'anyText':
      return 'the record';
    case 'cmpField':
      return formatPath(condition.left);
    case 'elem':
      return `${quantifierWords[condition.quantifier]} of ${formatPath(condition.path)}`;
    case 'ext':
      return `the ${condition.engine} expression`;
    default:
      return formatLeafPath(condition.path);
  }
}

/** What a single condition expects of its subject: `is "StopLogging"`, `lies in 10.0.0.0/8`. */
export function expectationOf(condition: Condition): string {
  switch (condition.kind) {
    case 'true':
      return 'always';
    case 'false':
      return 'never';
    case 'and':
    case 'or':
    case 'not':
      return printCondition(condition);
    case 'exists':
      return existsWords[condition.mode];
    case 'isNull':
      return condition.mode === 'explicit' ? 'is null' : 'is missing or null';
    case 'type':
      return `is ${condition.types.map((type) => typeWords[type]).join(' or ')}`;
    case 'cmpField':
      return `${fieldOpWords[condition.op]} ${formatPath(condition.right)}${caseNote(condition.fold)}`;
    case 'elem':
      return `has ${printCondition(condition.of)}`;
    case 'text':
      return `contains ${values(condition.terms, 'one of ')}${caseNote(condition.fold)}`;
    case 'anyText':
      return `has a text that ${textTestWords(condition.test)}`;
    case 'jsonText':
      return `as JSON ${textTestWords(condition.test)}`;
    case 'ext':
      return `holds: ${quoteText(condition.source)}`;
    default:
      return condition.neg === true ? `has a value that fails: ${leafWords(condition)}` : leafWords(condition);
  }
}

const quantifierWords = {
  any: 'some element',
  all: 'every element',
  none: 'no element',
  one: 'exactly one element',
} as const;

const existsWords = {
  present: 'is present',
  nonNull: 'is present and not null',
  leaf: 'is present as a single value',
  nonEmpty: 'is not empty',
  anyLeaf: 'has a value',
} as const;

const typeWords = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  object: 'an object',
} as const;

const fieldOpWords = {
  '=': 'equals',
  '!=': 'differs from',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is greater than',
  '>=': 'is at least',
  prefix: 'starts with',
  suffix: 'ends with',
  contains: 'contains',
} as const;

const classWords = {
  v4: 'is an IPv4 address',
  v6: 'is an IPv6 address',
  any: 'is an IP address',
  public: 'is a public IP address',
  private: 'is a private IP address',
} as const;

function leafWords(leaf: LeafCondition): string {
  switch (leaf.kind) {
    case 'eq':
      return `is ${quoteText(leaf.value)}${caseNote(leaf.fold)}`;
    case 'in':
      return `is ${values(leaf.values, 'one of ')}${caseNote(leaf.fold)}`;
    case 'prefix':
    case 'suffix':
    case 'contains':
    case 'wildcard':
      return textTestWords(leaf);
    case 'regex':
      return `${leaf.anchor === 'full' ? 'matches as a whole' : 'matches'} ${patternWords(leaf)}`;
    case 'cidr':
      return `lies in ${leaf.nets.slice(0, maxShownValues).join(' or ')}${more(leaf.nets)}`;
    case 'netContains':
      return `is a network with ${leaf.addresses.slice(0, maxShownValues).join(' or ')}${more(leaf.addresses)}`;
    case 'ipClass':
      return classWords[leaf.class];
    case 'num':
      return `is ${leaf.op} ${leaf.value}`;
    case 'order':
      return `is ${leaf.op} ${quoteText(leaf.value)}`;
    case 'time':
      return `is a time ${leaf.op} ${new Date(leaf.valueMs).toISOString()}`;
    case 'timePart':
      return `has ${leaf.part} ${leaf.op} ${leaf.value}`;
    case 'tokens':
    case 'tokenTest':
      return textTestWords(leaf);
    default:
      return leaf satisfies never;
  }
}

function textTestWords(test: TextTest): string {
  switch (test.kind) {
    case 'prefix':
      return `starts with ${quoteText(test.text)}${caseNote(test.fold)}`;
    case 'suffix':
      return `ends with ${quoteText(test.text)}${caseNote(test.fold)}`;
    case 'contains':
      return `contains ${quoteText(test.text)}${caseNote(test.fold)}`;
    case 'wildcard':
      return `is like ${quoteText(formatGlob(test.glob))}${caseNote(test.fold)}`;
    case 'regex':
      return `matches ${patternWords(test)}`;
    case 'tokens':
      return `has the ${tokenWords[test.mode]} ${values(test.tokens, '')}`;
    case 'tokenTest':
      return `has a word that ${tokenTestWords(test.test)}`;
    default:
      return test satisfies never;
  }
}

const tokenWords = { phrase: 'phrase', all: 'words', any: 'word' } as const;

function tokenTestWords(test: TokenTest): string {
  if (test.kind === 'wildcard') return `is like ${quoteText(formatGlob(test.glob))}`;
  if (test.kind === 'regex') return `matches ${patternWords(test)}`;
  const from = test.min === undefined ? '' : `${test.minOpen ? '>' : '>='} ${quoteText(test.min)}`;
  const to = test.max === undefined ? '' : `${test.maxOpen ? '<' : '<='} ${quoteText(test.max)}`;
  return `is ${[from, to].filter((bound) => bound !== '').join(' and ')}`;
}

function patternWords(pattern: { readonly source: string; readonly flags: string }): string {
  return `/${quoteText(pattern.source).slice(1, -1)}/${pattern.flags}`;
}

function values(list: readonly Scalar[], introduction: string): string {
  const [only] = list;
  if (list.length === 1) return quoteText(only);
  const shown = list.slice(0, maxShownValues).map((value) => quoteText(value));
  return `${introduction}${shown.join(', ')}${more(list)}`;
}

function more(list: readonly unknown[]): string {
  return list.length > maxShownValues ? ` and ${list.length - maxShownValues} more` : '';
}

function caseNote(fold: boolean | undefined): string {
  return fold === true ? ' (in any case)' : '';
}

function formatLeafPath(path: LeafPath): string {
  return path.take === undefined ? formatPath(path) : `the last segment of ${formatPath(path)}`;
}
