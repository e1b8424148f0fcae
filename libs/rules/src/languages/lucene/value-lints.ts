import { analyseText } from '../../condition/analyse-text.js';
import type { Span } from '../../condition/condition.js';
import type { Lint } from '../../lint/lint.js';
import { type Field, findField } from './fields.js';
import { literalText } from './literal-text.js';
import { isLowerCaseOfNames } from './lower-regex.js';
import type { LuceneOptions } from './options.js';
import { translateRegex } from './regex-dialect.js';
import type { FieldNode, ValueNode } from './syntax.js';

/** A value with the field that stands over it. */
export interface PlacedValue {
  readonly value: ValueNode;
  readonly field: FieldNode | undefined;
  /** Whether the field stands over this value alone. */
  readonly isAlone: boolean;
}

/** What is to be said of one value of a query. */
export function lintValue({ value, field: node, isAlone }: PlacedValue, options: LuceneOptions): readonly Lint[] {
  const field = node && findField(node, options);
  switch (value.kind) {
    case 'regex':
      return lintRegex(value, field, isAlone ? node : undefined);
    case 'phrase':
      return [...lintPlaceholder(value.text, value.span), ...lintEmpty(value.text, value.span, field)];
    case 'term': {
      const text = literalText(value.glob);
      if (text === undefined) return [];
      const dialect = lintDialect(value, text, node);
      if (dialect.length > 0) return dialect;
      return [...lintPlaceholder(text, value.span), ...lintEmpty(text, value.span, field)];
    }
    case 'range':
    case 'named':
      return [];
    default:
      return value satisfies never;
  }
}

function lintRegex(
  { source, isGroup, span }: ValueNode & { readonly kind: 'regex' },
  field: Field | undefined,
  node: FieldNode | undefined,
): readonly Lint[] {
  const lints: Lint[] = [];
  const translated = translateRegex(source);
  const inside = span.start + (isGroup ? 0 : 1);
  for (const at of translated.ok ? translated.anchors : []) {
    const anchor = { start: inside + at, end: inside + at + 1 };
    const message = `"${source.charAt(at)}" is left out: a Lucene pattern always means the whole text`;
    lints.push({ code: 'W-ANCHOR', message, span: anchor, advice: 'remove it', fix: { span: anchor, text: '' } });
  }
  if (field === undefined) return lints;
  if (field.kind === 'text') {
    const message =
      'Elasticsearch asks a pattern of the lower-cased words of this field; read here as its author meant';
    const advice = 'ask the whole value, with .keyword behind the field';
    const end = node?.span.end;
    const hasCapitals = /\p{Lu}/u.test(source);
    const fix = end === undefined || !hasCapitals ? {} : { fix: { span: { start: end, end }, text: '.keyword' } };
    lints.push({ code: 'W-REGEX-TEXT', message, span, advice, ...fix });
  } else if (isLowerCaseOfNames(field, source)) {
    const message = 'the values of this field begin with a capital, and the pattern has none';
    const fix = { span: { start: inside, end: inside }, text: '(?i)' };
    lints.push({ code: 'W-CASE', message, span, advice: 'write (?i) in front of it', ...(!isGroup && { fix }) });
  }
  return lints;
}

function lintPlaceholder(text: string, span: Span): readonly Lint[] {
  if (/^\{\{\s*[A-Za-z_][\w-]*\s*\}\}$/.test(text)) {
    const message = `in quotes "${text}" is plain text, no named value`;
    return [{ code: 'W-PLACEHOLDER', message, span, advice: 'remove the quotes', fix: { span, text } }];
  }
  if (!/^(?:x{3,}|y{3,}|z{3,}|<[^<>]+>|your[-_ ].+|change-?me)$/i.test(text)) return [];
  const message = `"${text.slice(0, 40)}" looks like a blank to be filled in`;
  return [{ code: 'W-PLACEHOLDER', message, span, advice: 'write your own value, or {{name}} with values' }];
}

function lintEmpty(text: string, span: Span, field: Field | undefined): readonly Lint[] {
  if (field?.kind === 'keyword' ? text !== '' : analyseText(text).length > 0) return [];
  const message = 'there is no word in this, so it matches nothing';
  return [{ code: 'W-EMPTY', message, span, advice: 'write NOT _exists_:field for a field that is absent' }];
}

/** What other languages write, and Lucene takes for a word. */
function lintDialect(value: ValueNode, text: string, node: FieldNode | undefined): readonly Lint[] {
  const { span } = value;
  if (node === undefined && /^(?:and|or|not)$/i.test(text) && text !== text.toUpperCase()) {
    const fix = { span, text: text.toUpperCase() };
    const message = `"${text}" is a word to look for; operators are written in capitals`;
    return [{ code: 'W-DIALECT', message, span, advice: `write ${fix.text}`, fix }];
  }
  if (startsWithDash(text)) return [lintDash(text, span)];
  if (node !== undefined && text.includes('|')) {
    const fix = { span, text: `/(${text.replaceAll('/', '\\/')})/` };
    const message = 'this is one word with "|" in it, which matches that text only';
    return [{ code: 'W-REGEXGROUP', message, span, advice: 'put slashes around a pattern', fix }];
  }
  if (node === undefined && /^(?:=|==|!=|<>|=~)$/.test(text)) {
    const message = `"${text}" is a word to look for, no operator`;
    return [{ code: 'W-DIALECT', message, span, advice: 'write field:value' }];
  }
  return [];
}

/** Whether a word begins with one of the dashes that word processors make of a minus. */
export function startsWithDash(text: string): boolean {
  return /^[–—−]/u.test(text);
}

export function lintDash(text: string, span: Span): Lint {
  const message = `"${text.slice(0, 20)}" begins with a dash that is no minus`;
  return { code: 'W-DIALECT', message, span, advice: 'write NOT or - if that is meant' };
}
