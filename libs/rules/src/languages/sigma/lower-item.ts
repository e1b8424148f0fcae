import { parsePath, recordPath } from '@trailhound/cloudtrail';
import type { Condition, GlobToken, LeafPath, Span, TextTest } from '../../condition/condition.js';
import type { NamedValues } from '../language.js';
import { applyModifiers, type ItemMode, isRefusal, itemMode, type Refusal } from './modifiers.js';
import { plainText, type SigmaText, surrounded } from './sigma-text.js';
import type { Item } from './syntax.js';
import { describeValue, type SigmaValue, sigmaValue } from './values.js';

/** What an item means: a condition, or why it means nothing. */
export type LoweredItem =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Most values one item may come to, all spellings and expansions counted. */
const maxItemValues = 100_000;
const tooManyValues: Refusal = {
  code: 'E-LIMIT',
  message: `its modifiers make more than ${maxItemValues} values of it`,
  fix: 'use fewer values, or fewer modifiers that multiply them',
};

/** The path a field name stands for: `a.b.c` walks objects, and arrays met on the way. */
export function pathOfField(field: string): LeafPath {
  const path = parsePath(field);
  return path.ok ? path.value : recordPath(...field.split('.'));
}

/** The condition of an item. Text is compared in any case unless `cased` says otherwise. */
export function lowerItem(item: Item, named: NamedValues): LoweredItem {
  const mode = itemMode(item.modifiers);
  const groups: (readonly SigmaValue[] | Refusal)[] = [];
  let count = 0;
  for (const written of item.values) {
    const group = applyModifiers(sigmaValue(written), item.modifiers, named);
    groups.push(group);
    count += isRefusal(group) ? 0 : group.length;
    if (count > maxItemValues) return { ok: false, refusals: [tooManyValues] };
  }
  const refusals = groups.filter(isRefusal);
  if (refusals.length > 0) return { ok: false, refusals: unique(refusals) };
  const values = groups.flatMap((group) => (isRefusal(group) ? [] : [group]));
  const lowered =
    item.field === null ? lowerKeywords(values, mode) : lowerValues(pathOfField(item.field), values, mode);
  if (isRefusal(lowered)) return { ok: false, refusals: [lowered] };
  const condition: Condition = mode.neq ? { kind: 'not', of: lowered } : lowered;
  return { ok: true, condition: { ...withSpans(condition, item.span), span: item.span } };
}

/** `groups` holds one list of values for each value written: within a list any is enough, `all` asks for each list. */
function lowerValues(path: LeafPath, groups: readonly (readonly SigmaValue[])[], mode: ItemMode): Condition {
  if (mode.all) return all(groups.map((values) => anyOf(path, values, mode)));
  return anyOf(path, groups.flat(), mode);
}

function anyOf(path: LeafPath, values: readonly SigmaValue[], mode: ItemMode): Condition {
  const fold = mode.cased ? {} : { fold: true };
  const texts = [...new Set(values.flatMap(equalTexts))];
  const [first = '', ...others] = texts;
  const parts = values.flatMap((value) => lowerValue(path, value, mode));
  if (others.length > 0) parts.unshift({ kind: 'in', path, values: texts, coerce: 'text', ...fold });
  else if (texts.length === 1) parts.unshift({ kind: 'eq', path, value: first, coerce: 'text', ...fold });
  return any(parts);
}

/** The texts a value must equal as a whole. */
function equalTexts(value: SigmaValue): readonly string[] {
  if (value.kind === 'scalar') return value.spellings;
  const text = value.kind === 'text' ? plainText(value.text) : undefined;
  return text === undefined ? [] : [text];
}

/** What a value means besides the texts it must equal. */
function lowerValue(path: LeafPath, value: SigmaValue, mode: ItemMode): readonly Condition[] {
  switch (value.kind) {
    case 'scalar':
      return [];
    case 'text': {
      const plain = plainText(value.text);
      // Only a text that looks like JSON can equal the JSON of an object as a whole.
      if (plain !== undefined) return /^[[{]/.test(plain) ? [jsonText(path, globTest(value.text, mode))] : [];
      const [only] = value.text;
      if (value.text.length === 1 && only?.kind === 'any') return [{ kind: 'exists', path, mode: 'nonNull' }];
      const test = textTest(value.text, mode);
      return [leafTest(path, test), jsonText(path, test)];
    }
    case 'regex': {
      const test = { kind: 'regex', source: value.source, flags: value.flags } as const;
      return [leafTest(path, test), jsonText(path, test)];
    }
    case 'null':
      return [{ kind: 'isNull', path, mode: 'missingOrNull' }];
    case 'cidr':
      return [{ kind: 'cidr', path, nets: [value.net] }];
    case 'number': {
      const { op, value: number, part } = value;
      if (part !== undefined) return [{ kind: 'timePart', path, part, op, value: number }];
      return [{ kind: 'num', path, op, value: number, coerce: 'num' }];
    }
    case 'exists': {
      const present = any([
        { kind: 'exists', path, mode: 'present' },
        // An empty array is a value too, which walking into it would not find.
        { kind: 'exists', path: { ...path, arrays: 'explicit' }, mode: 'present' },
      ]);
      return [value.wanted ? present : { kind: 'not', of: present }];
    }
    case 'field': {
      const right = pathOfField(value.field);
      const compared: Condition = {
        kind: 'cmpField',
        left: path,
        op: value.op,
        right,
        ...(!mode.cased && { fold: true }),
      };
      // Null is as good as missing in Sigma, and two fields without a value are not the same.
      return [
        all([{ kind: 'exists', path, mode: 'nonNull' }, { kind: 'exists', path: right, mode: 'nonNull' }, compared]),
      ];
    }
    case 'bytes':
      return [];
    default:
      return value satisfies never;
  }
}

/** A keyword is looked for in every text of the record. */
function lowerKeywords(groups: readonly (readonly SigmaValue[])[], mode: ItemMode): Condition | Refusal {
  const lowered = groups.map((values) => keywordsOf(values, mode));
  const refusal = lowered.find(isRefusal);
  if (refusal !== undefined) return refusal;
  const conditions = lowered.flatMap((group) => (isRefusal(group) ? [] : [group]));
  return mode.all ? all(conditions) : any(conditions);
}

function keywordsOf(values: readonly SigmaValue[], mode: ItemMode): Condition | Refusal {
  const parts: Condition[] = [];
  for (const value of values) {
    if (value.kind === 'regex') {
      parts.push({ kind: 'anyText', test: { kind: 'regex', source: value.source, flags: value.flags } });
    } else if (value.kind === 'text' || value.kind === 'scalar') {
      const texts = value.kind === 'text' ? [value.text] : value.spellings.map(literal);
      if (texts.some((text) => text.length === 0))
        return {
          code: 'E-TYPE',
          message: 'an empty keyword stands in every record',
          fix: 'write the word to look for',
        };
      parts.push(...texts.map((text) => keyword(text, mode)));
    } else {
      const message = `${describeValue(value)} needs a field; a keyword is looked for in the whole record`;
      return { code: 'E-TYPE', message, fix: 'name the field, or write a text' };
    }
  }
  return any(parts);
}

function keyword(text: SigmaText, mode: ItemMode): Condition {
  const inside = surrounded(text, true, true);
  const [, middle, ...others] = inside;
  if (others.length === 1 && middle?.kind === 'literal')
    return { kind: 'text', terms: [middle.text], ...(!mode.cased && { fold: true }) };
  return { kind: 'anyText', test: globTest(inside, mode) };
}

function textTest(text: SigmaText, mode: ItemMode): TextTest {
  const fold = mode.cased ? {} : { fold: true };
  const kinds = text.map(({ kind }) => kind).join(' ');
  const literals = text.filter((token) => token.kind === 'literal').map((token) => token.text);
  const [only = ''] = literals;
  if (kinds === 'any literal any') return { kind: 'contains', text: only, ...fold };
  if (kinds === 'literal any') return { kind: 'prefix', text: only, ...fold };
  if (kinds === 'any literal') return { kind: 'suffix', text: only, ...fold };
  return globTest(text, mode);
}

function globTest(text: SigmaText, mode: ItemMode): TextTest {
  return { kind: 'wildcard', glob: text, ...(!mode.cased && { fold: true }) };
}

function leafTest(path: LeafPath, test: TextTest): Condition {
  return test.kind === 'regex' ? { ...test, path, anchor: 'search' } : { ...test, path };
}

function jsonText(path: LeafPath, test: TextTest): Condition {
  return { kind: 'jsonText', path, test };
}

function literal(text: string): readonly GlobToken[] {
  return text === '' ? [] : [{ kind: 'literal', text }];
}

function any(of: readonly Condition[]): Condition {
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind: 'or', of };
}

function all(of: readonly Condition[]): Condition {
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind: 'and', of };
}

/** The condition with the span of its item on every part, so that each can be explained in the words of the rule. */
function withSpans(condition: Condition, span: Span): Condition {
  if (condition.kind === 'not') return { ...condition, of: withSpans(condition.of, span), span };
  if (condition.kind !== 'and' && condition.kind !== 'or') return { ...condition, span };
  return { ...condition, of: condition.of.map((part) => withSpans(part, span)), span };
}

function unique(refusals: readonly Refusal[]): readonly Refusal[] {
  return [...new Map(refusals.map((refusal) => [refusal.message, refusal])).values()];
}
