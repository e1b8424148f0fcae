import type { Problem } from '@trailhound/contracts';
import type { Condition } from '../condition/condition.js';
import type { NamedValues, TextLanguage } from '../languages/language.js';
import { lintInText, type PlacedLint } from '../lint/placed-lint.js';
import type { SourceDocument, SourcePath } from '../source/source-document.js';

/** A condition of a document with its findings placed in the file; absent when it has problems. */
export interface LoweredText {
  readonly condition?: Condition;
  readonly problems: readonly Problem[];
  readonly lints: readonly PlacedLint[];
}

/** Lowers the text at `path`. Problems and lints point at the line and column in the file, however the text is quoted. */
export function lowerText(
  document: SourceDocument,
  path: SourcePath,
  under: { readonly language: TextLanguage; readonly values: NamedValues; readonly subject: string },
): LoweredText {
  const text = document.textAt(path);
  if (text === undefined) {
    const message = `${path.join('.')} must be text`;
    return { problems: [{ code: 'RULE_BAD_VALUE', message, place: document.placeOf(path) }], lints: [] };
  }
  const result = under.language.lower(text.value, under.values);
  const { lints } = result.ok ? result.value : result;
  const placed = lints.map((lint) =>
    lintInText(text, lint, { document: document.number, path, subject: under.subject }),
  );
  if (result.ok) return { condition: result.value.condition, problems: [], lints: placed };
  const problems = result.problems.map(({ code, message, span, fix }) => ({
    code,
    message,
    ...(fix !== undefined && { fix }),
    place: text.placeAt(span.start),
  }));
  return { problems, lints: placed };
}
