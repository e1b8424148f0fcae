import type { Problem } from '@trailhound/contracts';
import { contentChanges } from '../revisions/content-changes.js';
import type { LoadedContent } from '../revisions/load-content.js';
import { newEndless } from '../suppression-file/new-endless.js';

/** What an edit is meant to do. */
export interface EditIntent {
  /** Ids of the rules or suppressions that it may add, change or remove; absent: whatever its text says. */
  readonly only?: { readonly rules?: string; readonly suppressions?: string };
  /** Suppressions without an end, or of over 90 days, are wanted. */
  readonly force: boolean;
}

/**
 * Why an edit must not be put into force: what it breaks, suppressions that never end, and anything it would do besides
 * what it is meant to. What was broken before is no reason.
 */
export function judgeEdit(before: LoadedContent, after: LoadedContent, intent: EditIntent): readonly Problem[] {
  const name = ({ code, message, place }: Problem) => JSON.stringify([code, message, place?.file]);
  const known = new Set(before.problems.map(name));
  const broken = after.problems.filter((problem) => !known.has(name(problem)));
  const endless = intent.force ? [] : newEndless(before.lints, after.lints);
  return [
    ...broken,
    ...endless.map(({ subject, message, advice, place }) => ({
      code: 'SUPPRESSION_ENDLESS',
      message: `${subject}: ${message}`,
      fix: `${advice ?? 'give it an until within 90 days'}; force=true takes it as it is`,
      place,
    })),
    ...(broken.length === 0 ? besides(before, after, intent) : []),
  ];
}

function besides(before: LoadedContent, after: LoadedContent, { only }: EditIntent): readonly Problem[] {
  if (only === undefined) return [];
  const changes = contentChanges({ ...before, packs: {} }, { ...after, packs: {} }, Number.POSITIVE_INFINITY);
  const touched = (['rules', 'suppressions'] as const).flatMap((kind) => {
    const { added, changed, removed } = changes[kind].names;
    // A correlation changes with what it looks at, wherever it stands.
    const correlations = new Set(after.rules.filter(({ correlation }) => correlation).map(({ id }) => id));
    const may = (id: string) => id === only[kind] || (kind === 'rules' && correlations.has(id));
    return [...added, ...changed, ...removed].filter((id) => !may(id));
  });
  if (touched.length === 0) return [];
  const message = `it would also change ${touched.slice(0, 5).join(', ')}`;
  return [{ code: 'RULES_EDIT_IMPOSSIBLE', message, fix: 'send the whole text of the file instead' }];
}
