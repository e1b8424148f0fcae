import type { Dirent, Stats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Problem } from '@trailhound/contracts';
import { isRuleFile, packOf, type RuleFile } from '@trailhound/rules';
import { readSeveral } from './read-several.js';
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
  /** Epoch milliseconds by the file system's clock. */
  readonly changedMs: number;
}

/** Files as they were read before, by the path behind links: those whose version is the same are not read again. */
export type KnownFiles = Map<string, KnownFile>;

interface KnownFile {
  readonly version: string;
  readonly file: RuleFile;
}

/** A file that changed so lately may change again and look the same; it is read again. */
const settledMs = 2_000;

/** The files at these paths, unread. */
export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the rule files at these paths: in a folder, at any depth, `*.yaml`, `*.yml` and `*.json`, other files and names
 * that begin with a dot ignored; a file named directly whatever its name. With a rule file come the Python files of its
 * folder that it names. `known` spares what was read before, and is told what is read, as of `nowMs`. Never rejects.
 */
export async function readRuleFiles(
  paths: readonly string[],
  known: KnownFiles = new Map(),
  nowMs = 0,
): Promise<RuleFiles> {
  const found = await findRuleFiles(paths);
  const problems = [...found.problems];
  const files: RuleFile[] = [];
  const before = new Map(known);
  known.clear();
  for await (const read of readSeveral(found.files, (file) => readOne(file, before.get(file.realPath)))) {
    problems.push(...read.problems);
    if (read.file === undefined) continue;
    const { realPath, version, changedMs } = read.found;
    files.push(read.file);
    const isSettled = read.isKnown || nowMs - changedMs > settledMs;
    if (read.problems.length === 0 && isSettled) known.set(realPath, { version, file: read.file });
  }
  return { files, problems };
}

/** A found file as it was read, or why it could not be. */
interface ReadFile {
  readonly found: FoundFile;
  readonly file: RuleFile | undefined;
  /** It has not changed since it was read before. */
  readonly isKnown: boolean;
  readonly problems: readonly Problem[];
}

async function readOne(found: FoundFile, before: KnownFile | undefined): Promise<ReadFile> {
  const { path, realPath, pack, version } = found;
  if (before?.version === version && before.file.path === path && before.file.pack === pack)
    return { found, file: before.file, isKnown: true, problems: [] };
  try {
    const text = await readFile(realPath, 'utf8');
    const { siblings, problems } = await readSiblings(path, text, maxRuleFileBytes);
    const file = {
      ...{ path, realPath, text },
      ...(pack !== undefined && { pack }),
      ...(siblings.size > 0 && { siblings }),
    };
    return { found, file, isKnown: false, problems };
  } catch (error) {
    return { found, file: undefined, isKnown: false, problems: [unreadable(path, error)] };
  }
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
        const realPath = await realpath(path);
        addFile({ path, realPath, entry, pack: await packOfNamedFile(path), beside }, found, problems);
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
    const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'));
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const beside = entries.some(({ name }) => isRuleFile(name)) ? await siblingsVersion(folder) : '';
    const pathUnderRoot = relative(root, folder).split(sep).join('/');
    const inFolder = pathUnderRoot === '' ? '' : `${pathUnderRoot}/`;
    for await (const { listed, path, entry } of readSeveral(entries, (listed) => statOf(folder, listed))) {
      try {
        if (!('isDirectory' in entry)) throw entry.failure;
        if (entry.isDirectory()) await walk(path);
        else if (isRuleFile(path)) {
          const pack = packOf({ rootName, rootIsPack, pathUnderRoot: inFolder + listed.name });
          // What is no link stands where it is found.
          const realPath = listed.isFile() ? join(real, listed.name) : await realpath(path);
          addFile({ path, realPath, entry, pack, beside }, found, problems);
        }
      } catch (error) {
        problems.push(unreadable(path, error));
      }
    }
  }

  await walk(root);
}

async function statOf(folder: string, listed: Dirent) {
  const path = join(folder, listed.name);
  return {
    listed,
    path,
    entry: await stat(path).catch((failure: unknown) => ({ failure })),
  };
}

function addFile(
  {
    path,
    realPath,
    entry,
    pack,
    beside,
  }: {
    readonly path: string;
    readonly realPath: string;
    readonly entry: Stats;
    readonly pack: string | undefined;
    /** The state of the files it may name. */
    readonly beside: string;
  },
  found: Map<string, FoundFile>,
  problems: Problem[],
): void {
  if (entry.size > maxRuleFileBytes) {
    problems.push({
      code: 'RULE_FILE_TOO_LARGE' satisfies RuleFileErrorCode,
      message: `${path} has ${entry.size} bytes; a rule file has at most ${maxRuleFileBytes}`,
      fix: 'split it, or keep what is no rule elsewhere',
      place: { file: path, line: 1, column: 1 },
    });
    return;
  }
  if (found.has(realPath)) return;
  const version = `${entry.ino}:${entry.size}:${entry.mtimeMs}:${entry.ctimeMs}|${beside}`;
  const changedMs = Math.max(entry.mtimeMs, entry.ctimeMs);
  found.set(realPath, { path, realPath, version, changedMs, ...(pack !== undefined && { pack }) });
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
