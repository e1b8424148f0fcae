import type { Problem } from '@trailhound/contracts';
import type { PlacedLint } from '../lint/placed-lint.js';
import type { Suppression } from '../rule.js';
import type { SourceDocument } from '../source/source-document.js';
import { readSuppression, type SuppressionContext } from './read-suppression.js';
import type { RuleFileKeys } from './rule-schema.js';

/** A rule's own suppressions with everything found in them. */
export interface ReadRuleSuppressions {
  readonly suppressions: readonly Suppression[];
  readonly problems: readonly Problem[];
  readonly lints: readonly PlacedLint[];
}

/** Reads what stands under `suppressions` of the rule `id`; each is called `id/suppression-1` and so on. */
export function readRuleSuppressions(
  document: SourceDocument,
  id: string,
  entries: RuleFileKeys['suppressions'],
  context: Omit<SuppressionContext, 'id'>,
): ReadRuleSuppressions {
  const found = (entries ?? []).map((entry, index) =>
    readSuppression(document, ['suppressions', index], entry, { ...context, id: `${id}/suppression-${index + 1}` }),
  );
  return {
    suppressions: found.flatMap(({ suppression }) => (suppression === undefined ? [] : [suppression])),
    problems: found.flatMap(({ problems }) => problems),
    lints: found.flatMap(({ lints }) => lints).map((lint) => ({ ...lint, subject: id })),
  };
}
