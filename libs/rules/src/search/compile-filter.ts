import type { RecordView } from '@trailhound/cloudtrail';
import { didYouMean, type Parsed } from '@trailhound/contracts';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition, Outcome } from '../condition/condition.js';
import type { NamedValues } from '../languages/language.js';
import { type LanguageRegistry, languageRegistry } from '../languages/registry.js';

/** A filter of the command line, ready to be asked of records. */
export interface Filter {
  readonly condition: Condition;
  /** Never throws. */
  readonly test: (record: RecordView) => Outcome;
}

/** Names the filter as the place of its problems: `FILTER:1:14: …`. */
export const filterFile = 'FILTER';

/**
 * Compiles a filter of `trailhound search`: text in one of the text languages. Problems are placed by line and column in
 * the filter under the name {@link filterFile}. Lints are not looked at: a search is read once and thrown away.
 */
export function compileFilter(
  text: string,
  language: string,
  values: NamedValues = {},
  languages: LanguageRegistry = languageRegistry,
): Parsed<Filter> {
  const found = languages.text.find(({ name }) => name === language);
  if (found === undefined) {
    const names = languages.text.map(({ name }) => name);
    const near = didYouMean(language, names);
    const message = `there is no language ${JSON.stringify(language)} for filters`;
    const fix = near ? `did you mean ${near}?` : `available: ${names.join(', ')}`;
    return { ok: false, problems: [{ code: 'RULE_UNKNOWN_LANGUAGE', message, fix }] };
  }
  const result = found.lower(text, values);
  if (result.ok) {
    const { condition } = result.value;
    return { ok: true, value: { condition, test: compileCondition(condition) } };
  }
  const problems = result.problems.map(({ code, message, span, fix }) => ({
    code,
    message,
    ...(fix !== undefined && { fix }),
    place: placeIn(text, span.start),
  }));
  return { ok: false, problems };
}

function placeIn(text: string, offset: number): { file: string; line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { file: filterFile, line: before.split('\n').length, column: offset - lineStart + 1 };
}
