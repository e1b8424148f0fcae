import type { Parsed } from '@trailhound/contracts';
import { stringify } from 'yaml';
import type { RulesContent } from '../revisions/rules-content.js';
import type { FileSuppression } from '../suppression-file/load-suppressions.js';
import type { SuppressionFileKeys } from '../suppression-file/suppression-schema.js';
import { suppressionState } from '../suppression-file/suppression-state.js';
import type { EditableDocument } from './edit-document.js';
import { editedAt, fileFor, refusedEdit, withFile } from './edit-files.js';

/** A suppression as people send it; under an id, so that it can be found again. */
export type SuppressionKeys = SuppressionFileKeys & { readonly id: string };

/** The content with one suppression more, in a file of its own. */
export function addSuppression(content: RulesContent, keys: SuppressionKeys): Parsed<RulesContent> {
  const file = { path: fileFor(content.suppressions, keys.id), text: stringify(keys, { lineWidth: 0 }) };
  return { ok: true, value: { ...content, suppressions: withFile(content.suppressions, file) } };
}

/** The content with a suppression said anew; keys that are not given are gone. */
export function replaceSuppression(content: RulesContent, one: FileSuppression, keys: SuppressionKeys) {
  return edited(content, one, ({ map, text }) => {
    const given = Object.entries(keys).filter(([, value]) => value !== undefined);
    map.items = map.items.filter(({ key }) => given.some(([name]) => name === String(key)));
    for (const [name, value] of given) map.set(name, map.get(name) === value ? value : copied(value));
    return text();
  });
}

/** The content with a suppression that ends now; one that has not begun is taken out, one that is over stays as it is. */
export function endSuppression(content: RulesContent, one: FileSuppression, nowMs: number): Parsed<RulesContent> {
  const state = suppressionState(one, nowMs);
  switch (state) {
    case 'ended':
      return { ok: true, value: content };
    case 'later':
      return removeSuppression(content, one);
    case 'active':
      return edited(content, one, ({ map, text }) => {
        map.set('until', new Date(nowMs).toISOString());
        return text();
      });
    default:
      return state satisfies never;
  }
}

/** The content without a suppression. */
export function removeSuppression(content: RulesContent, one: FileSuppression): Parsed<RulesContent> {
  return edited(content, one, ({ withoutIt }) => withoutIt());
}

function edited(
  content: RulesContent,
  { place }: FileSuppression,
  edit: (document: EditableDocument) => string | undefined,
): Parsed<RulesContent> {
  const suppressions = editedAt(content.suppressions, place, edit);
  if (suppressions === undefined) {
    return refusedEdit('RULES_EDIT_IMPOSSIBLE', `${place.file} cannot be edited in place`, 'push the file as a whole');
  }
  return { ok: true, value: { ...content, suppressions } };
}

function copied(value: unknown): unknown {
  return Array.isArray(value) ? [...value] : value;
}
