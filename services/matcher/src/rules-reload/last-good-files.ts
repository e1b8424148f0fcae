import type { Place, Problem } from '@trailhound/contracts';
import type { RuleFile } from '@trailhound/rules';

/** What a set of files loads to. Pure: equal files give an equal result. */
export interface Loaded<T> {
  readonly items: readonly T[];
  readonly problems: readonly Problem[];
}

/** A result that is in force, with what is wrong in the files as they are now. */
export interface InForce<T> extends Loaded<T> {
  /** Files that are used in their last good version, or not at all, instead of as they are now. */
  readonly heldBack: readonly string[];
}

/**
 * Loads files again and again such that a broken one does no harm: what is wrong is reported, and the version of the
 * file that loaded last stays in force until it is mended or deleted. On the first load there is no such version: the
 * good documents of a broken file are taken, like those of any other.
 */
export interface LastGoodFiles<T> {
  load(files: readonly RuleFile[]): InForce<T>;
}

/** A version of a file that loaded without a problem, and how many items it gave. */
interface GoodFile {
  readonly file: RuleFile;
  readonly items: number;
}

export function createLastGoodFiles<T extends { readonly place: Place }>(
  loadFiles: (files: readonly RuleFile[]) => Loaded<T>,
): LastGoodFiles<T> {
  let good: ReadonlyMap<string, GoodFile> = new Map();

  /**
   * Files that are not as good as they were: they have a problem, or give fewer items although their text is the same,
   * because another file took their ids.
   */
  function brokenFiles(files: readonly RuleFile[], { items, problems }: Loaded<T>): ReadonlySet<string> {
    const given = countByFile(items);
    const withProblem = new Set(problems.map(({ place }) => place?.file));
    const broken = files.filter((file) => {
      const known = good.get(file.path);
      const gaveMore = known?.file.text === file.text && (given.get(file.path) ?? 0) < known.items;
      return withProblem.has(file.path) || gaveMore;
    });
    return new Set(broken.map(({ path }) => path));
  }

  const harms = (broken: ReadonlySet<string>) => [...broken].some((path) => good.has(path));

  function harmless(files: readonly RuleFile[]): readonly RuleFile[] {
    const broken = brokenFiles(files, loadFiles(files));
    if (!harms(broken)) return files;
    const restored = files.map((file) => (broken.has(file.path) ? (good.get(file.path)?.file ?? file) : file));
    if (!harms(brokenFiles(restored, loadFiles(restored)))) return restored;
    // Something new takes what a known file has: known files win, all in their good version.
    return files.flatMap((file) => good.get(file.path)?.file ?? []);
  }

  return {
    load(files) {
      const used = harmless(files);
      const loaded = loadFiles(used);
      const given = countByFile(loaded.items);
      const usedByPath = new Map(used.map((file) => [file.path, file]));
      const heldBack = files.filter(({ path, text }) => usedByPath.get(path)?.text !== text).map(({ path }) => path);
      const withProblem = new Set(loaded.problems.map(({ place }) => place?.file));
      const withoutProblem = used.filter(({ path }) => !withProblem.has(path));
      good = new Map(withoutProblem.map((file) => [file.path, { file, items: given.get(file.path) ?? 0 }]));
      return { items: loaded.items, problems: loadFiles(files).problems, heldBack };
    },
  };
}

function countByFile(items: readonly { readonly place: Place }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { place } of items) counts.set(place.file, (counts.get(place.file) ?? 0) + 1);
  return counts;
}
