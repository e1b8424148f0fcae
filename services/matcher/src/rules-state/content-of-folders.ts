import { basename, relative, resolve, sep } from 'node:path';
import type { RuleFile, RulesContent } from '@trailhound/rules';
import { distinctFiles, orderedContent } from '@trailhound/rules';
import type { RulesSource } from '../rules-reload/watch-rules.js';

/**
 * Files read from folders as the content of a revision: each once, and named from its folder on, so that equal folders
 * are equal content wherever they lie. Folders of one name keep their whole paths.
 */
export function contentOfFolders(
  source: RulesSource,
  files: { readonly rules: readonly RuleFile[]; readonly suppressions: readonly RuleFile[] },
): RulesContent {
  return orderedContent({
    rules: named(source.rules, files.rules),
    suppressions: named(source.suppressions, files.suppressions),
    packs: source.packs ?? {},
  });
}

function named(roots: readonly string[], files: readonly RuleFile[]): readonly RuleFile[] {
  const whole = [...new Set(roots.map((root) => resolve(root)))];
  const isAlone = (name: string) => whole.filter((root) => basename(root) === name).length === 1;
  return distinctFiles(files).map(({ realPath: _, ...file }) => {
    const path = resolve(file.path);
    const root = whole.find((one) => path === one || path.startsWith(one.endsWith(sep) ? one : one + sep));
    const short = root !== undefined && isAlone(basename(root));
    const name = short ? [basename(root), relative(root, path)].filter(Boolean).join('/') : path;
    return { ...file, path: name.split(sep).join('/') };
  });
}
