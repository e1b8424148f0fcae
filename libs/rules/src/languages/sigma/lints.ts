import { lintAt, type PlacedLint } from '../../lint/placed-lint.js';
import type { SourceDocument } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import { findUnknownField } from '../threatstack/known-fields.js';
import { pathOfField } from './lower-item.js';
import type { Detection, Expression, Item } from './syntax.js';

/** What the author of a detection should know about it. */
export function detectionLints(
  document: SourceDocument,
  key: 'detection' | 'filter',
  detection: Detection,
  subject: string,
): readonly PlacedLint[] {
  const items = [...detection.searches.values()].flatMap(({ alternatives }) => alternatives.flat());
  return [
    ...unusedSearches(document, key, detection, subject),
    ...items.flatMap((item) => [...unknownField(document, item, subject), ...absent(document, item, subject)]),
  ];
}

function unusedSearches(
  document: SourceDocument,
  key: string,
  { searches, conditions }: Detection,
  subject: string,
): readonly PlacedLint[] {
  const used = new Set(conditions.flatMap(namesIn));
  const unused = [...searches.keys()].filter((name) => !used.has(name));
  const lints = unused.map((name) => {
    const lint = {
      code: 'W-UNUSED-SEARCH',
      message: `the condition does not use ${name}`,
      advice: 'name it in the condition, or delete it',
    };
    return lintAt(document.placeOfKey([key, name]), lint, subject);
  });
  if (valueAt(document.value, [key, 'timeframe']) === undefined) return lints;
  const message = 'timeframe has no meaning in a rule that counts nothing';
  const advice = 'write a correlation with timespan over this rule, or delete it';
  return [
    ...lints,
    lintAt(document.placeOfKey([key, 'timeframe']), { code: 'W-UNUSED-SEARCH', message, advice }, subject),
  ];
}

function namesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.of.flatMap(namesIn);
    case 'not':
      return namesIn(expression.of);
    case 'name':
      return [expression.name];
    case 'of':
      return expression.names;
    case 'broken':
      return [];
    default:
      return expression satisfies never;
  }
}

function unknownField(document: SourceDocument, { field, path }: Item, subject: string): readonly PlacedLint[] {
  if (field === null) return [];
  const { root, segments } = pathOfField(field);
  const names = segments.filter((segment) => typeof segment === 'string');
  const found = root === 'record' && names.length > 0 ? findUnknownField(names) : undefined;
  if (found === undefined) return [];
  const message = `CloudTrail is not known to write ${field}: ${found.name} is unfamiliar`;
  const advice =
    found.suggestion === undefined ? 'compare it with a record of that call' : `did you mean ${found.suggestion}?`;
  return [lintAt(document.placeOfKey(path), { code: 'W-UNKNOWN-FIELD', message, advice }, subject)];
}

function absent(document: SourceDocument, { field, modifiers, path }: Item, subject: string): readonly PlacedLint[] {
  if (field === null || !modifiers.includes('neq')) return [];
  const message = `this also matches records without ${field}`;
  const advice = `add ${field}|exists: true if that is not meant`;
  return [lintAt(document.placeOfKey(path), { code: 'I-ABSENT', message, advice }, subject)];
}
