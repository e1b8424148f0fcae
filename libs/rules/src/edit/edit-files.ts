import type { Place, Problem } from '@trailhound/contracts';
import type { RuleFile } from '../rule-set/load-rule-set.js';
import { type EditableDocument, editableAt } from './edit-document.js';

/** Files with one added or put in the place of that of its name. */
export function withFile(files: readonly RuleFile[], file: RuleFile): readonly RuleFile[] {
  return [...files.filter(({ path }) => path !== file.path), file];
}

/** The file that has something at `place`, and it; undefined where it cannot be edited there. */
export function documentAt(
  files: readonly RuleFile[],
  place: Place,
): { readonly file: RuleFile; readonly document: EditableDocument } | undefined {
  const file = files.find(({ path }) => path === place.file);
  const document = file && editableAt(file.text, place);
  return file && document && { file, document };
}

/**
 * The files with what stands at `place` edited; undefined where it cannot be. `edit` answers the text of the file, or
 * undefined where nothing is left of it: then the file goes.
 */
export function editedAt(
  files: readonly RuleFile[],
  place: Place,
  edit: (document: EditableDocument) => string | undefined,
): readonly RuleFile[] | undefined {
  const found = documentAt(files, place);
  if (found === undefined) return undefined;
  const { file, document } = found;
  const text = edit(document);
  return text === undefined ? files.filter((other) => other !== file) : withFile(files, { ...file, text });
}

/** A name for a new file, after what stands in it, that no file has. */
export function fileFor(files: readonly RuleFile[], name: string, folder = 'console/'): string {
  const taken = new Set(files.map(({ path }) => path));
  const stem =
    name
      .replaceAll(/[^\w-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 80) || 'file';
  for (let number = 1; ; number += 1) {
    const path = `${folder}${stem}${number === 1 ? '' : `-${number}`}.yaml`;
    if (!taken.has(path)) return path;
  }
}

/** An edit that was not made, as a value. */
export function refusedEdit(code: string, message: string, fix: string) {
  const problems: readonly Problem[] = [{ code, message, fix }];
  return { ok: false as const, problems };
}
