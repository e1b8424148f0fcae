import type { Place, Problem } from '@trailhound/contracts';
import type { RuleFilter } from '../languages/document-language.js';
import type { LanguageRegistry } from '../languages/registry.js';
import { comparePlacedLints, comparePlaces, lintAt, type PlacedLint } from '../lint/placed-lint.js';
import type { Rule } from '../rule.js';
import { atOnce, type Steps } from '../steps.js';
import { linkRules, type UnlinkedRule } from './link-rules.js';
import type { PackAdaptations } from './pack-adaptation.js';
import { packProblems } from './pack-problems.js';
import { type KnownRuleFiles, type ReadRuleDocument, readRuleFile } from './read-rule-files.js';
import { comparePaths, normalisePath } from './rule-files.js';

/** A rule or suppression file as the walk over folders found it. */
export interface RuleFile {
  /** As people know it; places name it. */
  readonly path: string;
  readonly text: string;
  readonly pack?: string;
  /** The file behind links, where the walk knows it: two files with one real path are one. */
  readonly realPath?: string;
  /** The files beside it that its text names (`siblingNames`), by name, as far as they are there. */
  readonly siblings?: ReadonlyMap<string, string>;
}

export interface RuleSetOptions {
  /** `packs:` of the configuration. */
  readonly packs?: PackAdaptations;
  /** Epoch milliseconds, to judge how long suppressions last; absent = only those with a `from` are judged. */
  readonly nowMs?: number;
  readonly languages?: LanguageRegistry;
}

/** A rule that cannot run, by the name people know it by. */
export interface RefusedRule {
  readonly id: string;
  readonly place: Place;
}

export interface LoadedRules {
  /** Ordered by path, then by place in the file; disabled ones too. */
  readonly rules: readonly Rule[];
  readonly refused: readonly RefusedRule[];
  /** Why rules were refused, and what of the configuration's `packs` leads nowhere. */
  readonly problems: readonly Problem[];
  /** What the files do not accept, ordered by place. */
  readonly lints: readonly PlacedLint[];
}

/**
 * Loads rules from files. A rule that cannot be used is refused by name while the others load; an id that two documents
 * carry refuses both. The result depends on the files' paths and texts only, not on their order. Never throws.
 */
export function loadRuleSet(files: readonly RuleFile[], options: RuleSetOptions = {}): LoadedRules {
  return atOnce(loadRuleSetSteps(files, options));
}

/** The same in small steps; `known` spares what was read before. */
export function* loadRuleSetSteps(
  files: readonly RuleFile[],
  options: RuleSetOptions = {},
  known?: KnownRuleFiles,
): Steps<LoadedRules> {
  const { packs = {} } = options;
  const problems: Problem[] = [];
  const lints: PlacedLint[] = [];
  const refused: RefusedRule[] = [];
  const documents: ReadRuleDocument[] = [];
  const ids = new DocumentIds();
  const distinct = distinctFiles(files);
  yield;
  for (const file of distinct) {
    const read = known?.read(file, options) ?? readRuleFile(file, options);
    problems.push(...read.problems);
    refused.push(...read.refused);
    documents.push(...read.documents);
    for (const document of read.documents) ids.note(document);
    if (read.isEmpty) lints.push(emptyFile(file.path));
    yield;
  }
  const { twice } = ids;
  for (const [id, places] of twice) problems.push(idTwice(id, places));
  const unlinked: UnlinkedRule[] = [];
  const filters: RuleFilter[] = [];
  for (const { rules, filter } of documents) {
    for (const one of rules) {
      if (twice.has(one.draft.id)) refused.push({ id: one.draft.id, place: one.draft.place });
      else unlinked.push(one);
    }
    if (filter !== undefined && !twice.has(filter.id)) filters.push(filter);
    yield;
  }
  const linked = yield* linkRules(unlinked, filters);
  const { rules } = linked;
  problems.push(...linked.problems);
  refused.push(...linked.refused);
  lints.push(...filters.flatMap((filter) => filter.lints));
  for (const rule of rules) {
    lints.push(...rule.lints);
    yield;
  }
  return {
    rules,
    refused: refused.sort((a, b) => comparePlaces(a.place, b.place)),
    problems: [...problems.sort(compareProblems), ...packProblems(packs, documents.map(packMember))],
    lints: lints.sort(comparePlacedLints),
  };
}

/** The files in the order of their paths, each once, whatever ways lead to it. */
export function distinctFiles(files: readonly RuleFile[]): readonly RuleFile[] {
  const byRealPath = new Map<string, RuleFile>();
  for (const file of [...files].sort(comparePaths)) {
    const real = file.realPath ?? normalisePath(file.path);
    if (!byRealPath.has(real)) byRealPath.set(real, file);
  }
  return [...byRealPath.values()];
}

/** Finds ids that several documents have. */
class DocumentIds {
  readonly #first = new Map<string, Place>();
  /** The places of each such id. */
  readonly twice = new Map<string, readonly Place[]>();

  note({ id, place, rules }: ReadRuleDocument): void {
    if (rules.length === 0) this.#noteId(id, place);
    else for (const { draft } of rules) this.#noteId(draft.id, draft.place);
  }

  #noteId(id: string, place: Place): void {
    const before = this.#first.get(id);
    if (before === undefined) this.#first.set(id, place);
    else this.twice.set(id, [...(this.twice.get(id) ?? [before]), place]);
  }
}

function idTwice(id: string, places: readonly Place[]): Problem {
  const named = places.map(({ file, line }) => `${file}:${line}`).join(' and ');
  const [place] = places;
  return {
    code: 'RULE_ID_TWICE',
    message: `rule ${id}: stands in ${named}; none of them is loaded`,
    fix: 'give each its own id',
    ...(place && { place }),
  };
}

function packMember({ id, pack, rules, value }: ReadRuleDocument) {
  return { pack, ids: [id, ...rules.map(({ draft }) => draft.id)], value };
}

function emptyFile(path: string): PlacedLint {
  return lintAt({ file: path, line: 1, column: 1 }, { code: 'I-EMPTY-FILE', message: 'the file holds no rule' });
}

function compareProblems(a: Problem, b: Problem): number {
  if (a.place === undefined || b.place === undefined) return a.place === b.place ? 0 : a.place ? -1 : 1;
  return comparePlaces(a.place, b.place);
}
