import type { Problem } from '@trailhound/contracts';
import type { RuleFile } from '../rule-set/load-rule-set.js';

/** Files with one added or put in the place of that of its name. */
export function withFile(files: readonly RuleFile[], file: RuleFile): readonly RuleFile[] {
  return [...files.filter(({ path }) => path !== file.path), file];
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
