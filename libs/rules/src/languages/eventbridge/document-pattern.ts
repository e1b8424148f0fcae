import { canonicalJson, type Problem } from '@trailhound/contracts';
import { checkCondition } from '../../condition/check-condition.js';
import type { Condition } from '../../condition/condition.js';
import { lintAt, type PlacedLint } from '../../lint/placed-lint.js';
import type { SourceDocument, SourcePath } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import type { NamedValues } from '../language.js';
import { lowerPattern } from './lower-pattern.js';
import { lintPattern } from './pattern-lints.js';
import type { PatternProblem } from './pattern-reader.js';
import { readPattern } from './read-pattern.js';
import { renderPattern } from './render-pattern.js';

/** An event pattern out of a document; to be used only without problems. */
export interface DocumentPattern {
  readonly condition: Condition;
  /** As people read it; spans of the condition count in it. */
  readonly text: string;
  /** RFC 8785 JSON of the pattern as written. */
  readonly sourceText: string;
  readonly problems: readonly Problem[];
  readonly lints: readonly PlacedLint[];
}

/** Reads and lowers the pattern at `path`; problems and lints stand where the document has what they are about. */
export function lowerDocumentPattern(
  document: SourceDocument,
  path: SourcePath,
  { values, subject }: { readonly values: NamedValues; readonly subject: string },
): DocumentPattern {
  const written = valueAt(document.value, path);
  const lexemeAt = (at: SourcePath): string | undefined => document.lexemeAt([...path, ...at]);
  const { pattern, problems: misread } = readPattern(written, values, lexemeAt);
  const { text, spanOf } = renderPattern(written);
  const { condition, problems: unmeant } = lowerPattern(pattern, spanOf);
  const found = misread.length > 0 ? misread : unmeant;
  const placed = (problem: PatternProblem): Problem => ({
    code: problem.code,
    message: problem.message,
    ...(problem.fix !== undefined && { fix: problem.fix }),
    place: document.placeOf([...path, ...problem.at]),
  });
  const problems = found.length > 0 ? found.map(placed) : wholeProblems(document, path, condition);
  const lints = lintPattern(pattern).map(({ at, ...lint }) =>
    lintAt(document.placeOfKey([...path, ...at]), lint, subject),
  );
  return { condition, text, sourceText: canonicalJson(written), problems, lints };
}

/** What keeps a condition that was understood from running: its size, or a name no record has. */
function wholeProblems(document: SourceDocument, path: SourcePath, condition: Condition): readonly Problem[] {
  return checkCondition(condition).map(({ code, message, fix }) => ({
    code,
    message,
    ...(fix !== undefined && { fix }),
    place: document.placeOf(path),
  }));
}
