import type { Place, Problem } from '@trailhound/contracts';
import { isSameFile, type RuleFile, type Steps } from '@trailhound/rules';

/** What a set of files loads to. Pure: equal files give an equal result. */
export interface Loaded<T> {
  readonly items: readonly T[];
  readonly problems: readonly Problem[];
}

/** A result that is in force, with what is wrong in the files as they are now. */
export interface InForce<T> extends Loaded<T> {
  /** The files in the versions that are in force. */
  readonly files: readonly RuleFile[];
  /** Files that are used in their last good version, or not at all, instead of as they are now. */
  readonly heldBack: readonly string[];
}

/**
 * Loads files again and again such that a broken one does no harm: what is wrong is reported, and the version of the
 * file that loaded last stays in force until it is mended or deleted. On the first load there is no such version: the
 * good documents of a broken file are taken, like those of any other.
 */
export interface LastGoodFiles<T> {
  /**
   * `unread`: paths of files or folders that could not be read this time. What is running from there goes on: a folder
   * whose mount is away is no empty folder.
   */
  load(files: readonly RuleFile[], unread?: readonly string[]): Steps<InForce<T>>;
}

/** What a version of a file gave. */
interface FileResult {
  readonly items: number;
  readonly hasProblem: boolean;
}

/** A version of a file that is in force. */
interface RunningFile extends FileResult {
  readonly file: RuleFile;
}

/** The versions of files that are used. */
interface Used<T> {
  readonly files: readonly RuleFile[];
  readonly loaded: Loaded<T>;
}

export function createLastGoodFiles<T extends { readonly place: Place }>(
  loadFiles: (files: readonly RuleFile[]) => Steps<Loaded<T>>,
): LastGoodFiles<T> {
  let running: ReadonlyMap<string, RunningFile> = new Map();

  /** Files that would do worse than what is running: their rules would be lost by this load. */
  function* harmedFiles(files: readonly RuleFile[], loaded: Loaded<T>): Steps<ReadonlySet<string>> {
    const given = yield* resultsByFile(loaded);
    const harmed = new Set<string>();
    for (const file of files) {
      if (isHarmed(file, given(file))) harmed.add(file.path);
      yield;
    }
    return harmed;
  }

  function isHarmed(file: RuleFile, now: FileResult): boolean {
    const known = running.get(file.path);
    if (known === undefined) return false;
    // Unchanged, and yet it gives less: another file took its ids.
    if (isSameFile(known.file, file)) return now.items < known.items;
    const isMending = known.hasProblem && now.items >= known.items;
    return now.hasProblem && !isMending;
  }

  /** What is used of these files, and what that loads to; `loaded` is what they load to as they are. */
  function* harmless(files: readonly RuleFile[], loaded: Loaded<T>): Steps<Used<T>> {
    const harmed = yield* harmedFiles(files, loaded);
    if (harmed.size === 0) return { files, loaded };
    const restored = files.map((file) => (harmed.has(file.path) ? (running.get(file.path)?.file ?? file) : file));
    const mended = yield* loadFiles(restored);
    if ((yield* harmedFiles(restored, mended)).size === 0) return { files: restored, loaded: mended };
    // Something new takes what a running file has: what is running wins, and the new waits until that is mended.
    const before = files.flatMap(({ path }) => running.get(path)?.file ?? []);
    return { files: before, loaded: yield* loadFiles(before) };
  }

  return {
    *load(found, unread = []) {
      const names = new Set(found.map(({ path }) => path));
      const away = [...running.values()].filter(({ file }) => !names.has(file.path) && isUnder(file.path, unread));
      const files = [...found, ...away.map(({ file }) => file)];
      yield;
      const asTheyAre = yield* loadFiles(files);
      const used = yield* harmless(files, asTheyAre);
      const given = yield* resultsByFile(used.loaded);
      const runs = new Map<string, RunningFile>();
      for (const file of used.files) {
        runs.set(file.path, { file, ...given(file) });
        yield;
      }
      const heldBack: string[] = [];
      for (const file of files) {
        const usedFile = runs.get(file.path)?.file;
        if (usedFile === undefined || !isSameFile(usedFile, file)) heldBack.push(file.path);
        yield;
      }
      running = runs;
      return { items: used.loaded.items, problems: asTheyAre.problems, files: used.files, heldBack };
    },
  };
}

function isUnder(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`));
}

function* resultsByFile({ items, problems }: Loaded<{ readonly place: Place }>): Steps<(file: RuleFile) => FileResult> {
  const counts = new Map<string, number>();
  for (const { place } of items) {
    counts.set(place.file, (counts.get(place.file) ?? 0) + 1);
    yield;
  }
  const withProblem = new Set(problems.map(({ place }) => place?.file));
  return ({ path, siblings }: RuleFile) => {
    // What a rule names beside it stands in its folder; a problem there is a problem of the rule.
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const hasProblem = [path, ...[...(siblings?.keys() ?? [])].map((name) => folder + name)].some((one) =>
      withProblem.has(one),
    );
    return { items: counts.get(path) ?? 0, hasProblem };
  };
}
