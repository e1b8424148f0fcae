import type { Stats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Problem } from '@trailhound/contracts';
import { isRuleFile, packOf, type RuleFile } from '@trailhound/rules';
import { readSiblings, siblingsVersion } from './read-siblings.js';
import type { RuleFileErrorCode } from './rule-file-errors.js';

/** A larger file is no rule file; it is refused unread, so that one mistaken path cannot fill the memory. */
export const maxRuleFileBytes = 1_024 * 1_024;

/** What a walk over rule or suppression paths found. */
export interface RuleFiles {
  /** Sorted by path, each file once, whatever ways lead to it. */
  readonly files: readonly RuleFile[];
  /** Paths that could not be read, each by name. */
  readonly problems: readonly Problem[];
}

/** A file that stands where rules are looked for, before it is read. */
export interface FoundFile {
  readonly path: string;
  readonly realPath: string;
  readonly pack?: string;
  /** Changes whenever the file's content may have changed. */
  readonly version: string;
}

/** The files at these paths, unread. */
export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the rule files at these paths: in a folder, at any depth, `*.yaml`, `*.yml` and `*.json`, other files and names
 * that begin with a dot ignored; a file named directly whatever its name. With a rule file come the Python files of its
 * folder that it names. Never rejects.
 */
export async function readRuleFiles(paths: readonly string[]): Promise<RuleFiles> {
  const found = await findRuleFiles(paths);
  const problems = [...found.problems];
  const files: RuleFile[] = [];
  for (const { path, realPath, pack } of found.files) {
    try {
      const text = await readFile(realPath, 'utf8');
      const beside = await readSiblings(path, text, maxRuleFileBytes);
      problems.push(...beside.problems);
      const { siblings } = beside;
      files.push({ path, realPath, text, ...(pack !== undefined && { pack }), ...(siblings.size > 0 && { siblings }) });
    } catch (error) {
      problems.push(unreadable(path, error));
    }
  }
  return { files, problems };
}

/** Finds the files {@link readRuleFiles} would read. Cheap enough to be asked every second. */
export async function findRuleFiles(paths: readonly string[]): Promise<FoundFiles> {
  const found = new Map<string, FoundFile>();
  const problems: Problem[] = [];
  for (const path of paths) {
    try {
      const entry = await stat(path);
      if (entry.isDirectory()) await walkRoot(path, found, problems);
      else {
        const beside = await siblingsVersion(dirname(path));
        await addFile({ path, entry, pack: await packOfNamedFile(path), beside }, found, problems);
      }
    } catch (error) {
      problems.push(unreadable(path, error));
    }
  }
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { files, problems };
}

async function walkRoot(root: string, found: Map<string, FoundFile>, problems: Problem[]): Promise<void> {
  const rootName = basename(resolve(root));
  const rootIsPack = await isPack(root);
  const seenFolders = new Set<string>();

  async function walk(folder: string): Promise<void> {
    const real = await realpath(folder);
    if (seenFolders.has(real)) return;
    seenFolders.add(real);
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
    const beside = names.some(isRuleFile) ? await siblingsVersion(folder) : '';
    for (const name of names) {
      const path = join(folder, name);
      try {
        const entry = await stat(path);
        if (entry.isDirectory()) await walk(path);
        else if (isRuleFile(path)) {
          const pathUnderRoot = relative(root, path).split(sep).join('/');
          await addFile(
            { path, entry, pack: packOf({ rootName, rootIsPack, pathUnderRoot }), beside },
            found,
            problems,
          );
        }
      } catch (error) {
        problems.push(unreadable(path, error));
      }
    }
  }

  await walk(root);
}

async function addFile(
  {
    path,
    entry,
    pack,
    beside,
  }: {
    readonly path: string;
    readonly entry: Stats;
    readonly pack: string | undefined;
    /** The state of the files it may name. */
    readonly beside: string;
  },
  found: Map<string, FoundFile>,
  problems: Problem[],
): Promise<void> {
  if (entry.size > maxRuleFileBytes) {
    problems.push({
      code: 'RULE_FILE_TOO_LARGE' satisfies RuleFileErrorCode,
      message: `${path} has ${entry.size} bytes; a rule file has at most ${maxRuleFileBytes}`,
      fix: 'split it, or keep what is no rule elsewhere',
      place: { file: path, line: 1, column: 1 },
    });
    return;
  }
  const realPath = await realpath(path);
  const version = `${entry.ino}:${entry.size}:${entry.mtimeMs}:${entry.ctimeMs}|${beside}`;
  if (!found.has(realPath)) found.set(realPath, { path, realPath, version, ...(pack !== undefined && { pack }) });
}

async function packOfNamedFile(path: string): Promise<string | undefined> {
  const folder = resolve(path, '..');
  return (await isPack(folder)) ? basename(folder) : undefined;
}

async function isPack(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, 'PACK.md'))).isFile();
  } catch {
    return false;
  }
}

function unreadable(path: string, error: unknown): Problem {
  const place = { file: path, line: 1, column: 1 };
  return {
    code: 'RULE_FILE_UNREADABLE' satisfies RuleFileErrorCode,
    message: `${path} cannot be read: ${reasonOf(error)}`,
    place,
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  ELOOP: 'a link that leads to itself',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
