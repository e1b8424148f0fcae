import type { Catalogue } from '@trailhound/catalogue';
import type { Span } from '../condition/condition.js';
import type { TextEdit } from '../lint/lint.js';
import type { Rule } from '../rule.js';
import type { EventScope } from './event-scope.js';

/** What of a rule the catalogue's lints look at. */
export type LintedRule = Pick<Rule, 'title' | 'language' | 'condition' | 'conditionText' | 'groupBy' | 'fields'>;

/** What each lint is given: the rule, the catalogue, and which of its events the rule can match. */
export interface LintSubject {
  readonly rule: LintedRule;
  readonly catalogue: Catalogue;
  readonly scope: EventScope;
}

/** The one place inside a span where a text stands, in any case; undefined where it stands nowhere or twice. */
export function writtenIn(source: string, span: Span | undefined, text: string): TextEdit | undefined {
  if (span === undefined || text === '') return undefined;
  const part = source.slice(span.start, span.end).toLowerCase();
  const at = part.indexOf(text.toLowerCase());
  if (at < 0 || part.indexOf(text.toLowerCase(), at + 1) >= 0) return undefined;
  const start = span.start + at;
  return { span: { start, end: start + text.length }, text: source.slice(start, start + text.length) };
}

/** At most `most` of the texts in a sentence: `a, b and 3 more`. */
export function someOf(texts: readonly string[], most = 4): string {
  const rest = texts.length - most;
  if (rest > 0) return `${texts.slice(0, most).join(', ')} and ${rest} more`;
  const [last = '', ...others] = texts.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
}
