import type { Condition, Span } from '../../condition/condition.js';
import { compileRegex } from '../../condition/regex.js';
import type { ProblemList } from '../kit/problem-list.js';
import { type Field, hasCapitalisedValues } from './fields.js';
import { testField } from './lower-term.js';
import type { LuceneOptions } from './options.js';
import { translateRegex } from './regex-dialect.js';
import type { ValueNode } from './syntax.js';

type RegexNode = ValueNode & { readonly kind: 'regex' };

/**
 * A pattern: the whole value of a keyword. Of a text Elasticsearch asks the single words, lower-cased, so that a pattern
 * with a capital never matches; compat mode asks the whole value as well and folds case.
 */
export function lowerRegex(
  field: Field | undefined,
  node: RegexNode,
  { options, problems }: { readonly options: LuceneOptions; readonly problems: ProblemList },
): Condition {
  const { span } = node;
  const pattern = understood(node, problems);
  if (pattern === undefined) return { kind: 'false', span };
  const { source } = pattern;
  const isCompat = options.mode === 'compat';
  if (field?.kind === 'keyword') {
    const folds = isCompat && field.enrichment !== undefined && isLowerCaseOfNames(field, node.source);
    const flags = folds ? withFold(pattern.flags) : pattern.flags;
    return testField(field, (path) => ({ kind: 'regex', path, source, flags, anchor: 'full' }), span);
  }
  const flags = isCompat ? withFold(pattern.flags) : pattern.flags;
  const word: Condition & { readonly kind: 'anyText' } = {
    kind: 'anyText',
    test: { kind: 'tokenTest', test: { kind: 'regex', source, flags } },
    span,
  };
  if (field === undefined) {
    if (!isCompat) return word;
    const whole: Condition = { kind: 'anyText', test: { kind: 'regex', source: `^(?:${source})$`, flags }, span };
    return { kind: 'or', of: [whole, word], span };
  }
  return testField(
    field,
    (path) => {
      const ofWords: Condition = { kind: 'tokenTest', path, test: { kind: 'regex', source, flags }, span };
      if (!isCompat) return ofWords;
      return { kind: 'or', of: [{ kind: 'regex', path, source, flags, anchor: 'full', span }, ofWords] };
    },
    span,
  );
}

function withFold(flags: string): string {
  return flags.includes('i') ? flags : `i${flags}`;
}

/** Whether a pattern has letters, none of them a capital, and is asked of names that begin with one. */
export function isLowerCaseOfNames(field: Field, pattern: string): boolean {
  const letters = pattern.replace(/\\./gs, '');
  return (
    hasCapitalisedValues(field) && !pattern.startsWith('(?i)') && /\p{Ll}/u.test(letters) && !/\p{Lu}/u.test(letters)
  );
}

function understood(
  { source, isGroup, span }: RegexNode,
  problems: ProblemList,
): { readonly source: string; readonly flags: string } | undefined {
  const translated = translateRegex(source);
  if (!translated.ok) {
    const at = span.start + (isGroup ? 0 : 1) + translated.at;
    problems.add(translated.code, translated.message, { start: at, end: at + 1 }, translated.fix);
    return undefined;
  }
  const compiled = compileRegex(translated.source, translated.flags);
  if (compiled.ok) return translated;
  const within: Span = isGroup ? span : { start: span.start + 1, end: Math.max(span.start + 1, span.end - 1) };
  problems.add('E-REGEX', compiled.message, within, compiled.fix);
  return undefined;
}
