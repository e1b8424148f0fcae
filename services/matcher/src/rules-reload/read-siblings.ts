import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Problem } from '@trailhound/contracts';
import { siblingNames } from '@trailhound/rules';
import type { RuleFileErrorCode } from './rule-file-errors.js';

/** The files that a rule file names beside it, read with it. */
export interface ReadSiblings {
  readonly siblings: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** What is read beside rule files. */
function isSibling(name: string): boolean {
  return name.endsWith('.py') && !name.startsWith('.');
}

/**
 * Reads what a rule file's text names in its own folder. A name that leads out of the folder by a link is refused, as is
 * a file larger than `maxBytes`; one that is not there is left out: whoever reads the rule says so. Never rejects.
 */
export async function readSiblings(rulePath: string, text: string, maxBytes: number): Promise<ReadSiblings> {
  const siblings = new Map<string, string>();
  const problems: Problem[] = [];
  const folder = dirname(rulePath);
  for (const name of siblingNames(text)) {
    const path = join(folder, name);
    const refuse = (message: string, code: RuleFileErrorCode): void => {
      problems.push({ code, message: `${path} ${message}`, place: { file: path, line: 1, column: 1 } });
    };
    try {
      const real = await realpath(path);
      const homes = [await realpath(folder), dirname(await realpath(rulePath))];
      if (!homes.some((home) => real.startsWith(home + sep))) {
        refuse('is a link that leads out of the folder of its rule', 'RULE_FILE_UNREADABLE');
      } else if ((await stat(real)).size > maxBytes) {
        refuse(`is larger than ${maxBytes} bytes`, 'RULE_FILE_TOO_LARGE');
      } else siblings.set(name, await readFile(real, 'utf8'));
    } catch (error) {
      if (isMissing(error)) continue;
      refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'RULE_FILE_UNREADABLE');
    }
  }
  return { siblings, problems };
}

/** The state of the files in a folder that rules may name, as one text; empty where there are none. */
export async function siblingsVersion(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter(isSibling).sort();
  const versions = await Promise.all(names.map(async (name) => `${name}:${await versionOf(join(folder, name))}`));
  return versions.join(',');
}

async function versionOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
  } catch {
    return 'unreadable';
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
