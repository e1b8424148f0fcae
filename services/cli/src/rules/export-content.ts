import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { hasCode } from '@trailhound/contracts';
import type { RuleFile, RulesContent } from '@trailhound/rules';
import { CommandFailure, exitCodes } from '../exit-codes.js';

/**
 * Writes the files of a revision into a folder that must not be there yet: rules below `rules/`, suppressions below
 * `suppressions/`, pack settings as `packs.json`. Answers what was written. Names that lead out of the folder are refused
 * before anything is written.
 */
export async function exportContent(content: RulesContent, folder: string): Promise<readonly string[]> {
  const files = [
    ...content.rules.flatMap((file) => named('rules', file)),
    ...content.suppressions.flatMap((file) => named('suppressions', file)),
    ...(Object.keys(content.packs).length > 0 ? [['packs.json', `${JSON.stringify(content.packs, null, 2)}\n`]] : []),
  ].map(([path = '', text = '']) => ({ path: inside(folder, path), text }));
  try {
    await mkdir(dirname(resolve(folder)), { recursive: true });
    await mkdir(folder);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw new CommandFailure(`${folder} is there already: name a folder that is not`, exitCodes.usage);
  }
  for (const { path, text } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  }
  return files.map(({ path }) => path);
}

function named(kind: string, { path, text, siblings }: RuleFile): readonly (readonly [string, string])[] {
  const beside = [...(siblings ?? [])].map(([name, one]) => [join(kind, dirname(path), name), one] as const);
  return [[join(kind, path), text], ...beside];
}

function inside(folder: string, path: string): string {
  const whole = resolve(folder, path);
  if (whole.startsWith(resolve(folder) + sep)) return join(folder, path);
  throw new CommandFailure(`the revision holds a file ${path}, which leads out of ${folder}`, exitCodes.findings);
}
