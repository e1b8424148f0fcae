import type { Place, Problem } from '@trailhound/contracts';
import type { RuleFilter } from '../languages/document-language.js';
import { type LanguageRegistry, languageRegistry } from '../languages/registry.js';
import { comparePlacedLints, comparePlaces, lintAt, type PlacedLint } from '../lint/placed-lint.js';
import type { Rule } from '../rule.js';
import type { RuleDraft } from '../rule-file/rule-draft.js';
import { readDocuments } from '../source/read-documents.js';
import type { SourceDocument } from '../source/source-document.js';
import { assembleRule } from './assemble-rule.js';
import { linkRules } from './link-rules.js';
import { adaptationOf, adaptRule, type PackAdaptations } from './pack-adaptation.js';
import { packProblems } from './pack-problems.js';
import { readRuleDocument, readRuleFilter } from './read-rule-document.js';
import { comparePaths, fileStem, normalisePath } from './rule-files.js';

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

/** A document's rules or its problems, under the id it would have. */
interface ReadDocument {
  readonly id: string;
  readonly place: Place;
  readonly pack: string | undefined;
  readonly drafts: readonly RuleDraft[];
  /** Where the document is no rule but a filter of rules. */
  readonly filter?: RuleFilter;
  readonly value: unknown;
}

/**
 * Loads rules from files. A rule that cannot be used is refused by name while the others load; an id that two documents
 * carry refuses both. The result depends on the files' paths and texts only, not on their order. Never throws.
 */
export function loadRuleSet(files: readonly RuleFile[], options: RuleSetOptions = {}): LoadedRules {
  const { packs = {} } = options;
  const problems: Problem[] = [];
  const lints: PlacedLint[] = [];
  const refused: RefusedRule[] = [];
  const documents: ReadDocument[] = [];
  for (const file of distinctFiles(files)) {
    const diagnosis = diagnosed(file, options);
    if (diagnosis !== undefined) {
      problems.push(diagnosis.problem);
      refused.push(diagnosis.refused);
      continue;
    }
    const source = readDocuments(file.path, file.text);
    problems.push(...source.problems);
    if (source.documents.length === 0 && source.problems.length === 0) lints.push(emptyFile(file.path));
    for (const document of source.documents) {
      const read = readOne(document, file, options);
      if (read.problems.length > 0) refused.push({ id: read.id, place: read.place });
      problems.push(...read.problems);
      documents.push(read);
    }
  }
  const twice = idsTwice(documents);
  for (const [id, places] of twice) problems.push(idTwice(id, places));
  const unlinked = documents.flatMap(({ drafts, pack }) =>
    drafts.flatMap((draft) => {
      if (!twice.has(draft.id)) return { draft, rule: adaptRule(assembleRule(draft, pack), adaptationOf(packs, pack)) };
      refused.push({ id: draft.id, place: draft.place });
      return [];
    }),
  );
  const filters = documents.flatMap(({ filter }) => (filter === undefined || twice.has(filter.id) ? [] : [filter]));
  const linked = linkRules(unlinked, filters);
  const { rules } = linked;
  problems.push(...linked.problems);
  refused.push(...linked.refused);
  lints.push(...filters.flatMap((filter) => filter.lints));
  lints.push(...rules.flatMap((rule) => rule.lints));
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

/** A file that a language knows to be broken in a way of its own, refused as a whole under the id it would have. */
function diagnosed(
  { path, text }: RuleFile,
  { languages = languageRegistry }: RuleSetOptions,
): { readonly problem: Problem; readonly refused: RefusedRule } | undefined {
  for (const language of languages.document) {
    const broken = language.diagnose?.(path, text);
    if (broken === undefined) continue;
    const { id = fileStem(path), problem } = broken;
    const place = problem.place ?? { file: path, line: 1, column: 1 };
    return { problem: { ...problem, message: `rule ${id}: ${problem.message}` }, refused: { id, place } };
  }
  return undefined;
}

function readOne(
  document: SourceDocument,
  { pack, siblings }: RuleFile,
  { packs = {}, nowMs, languages = languageRegistry }: RuleSetOptions,
): ReadDocument & { readonly problems: readonly Problem[] } {
  const stem = fileStem(document.file);
  const defaultId = document.number === 1 ? stem : `${stem}#${document.number}`;
  const values = adaptationOf(packs, pack).values ?? {};
  const id = writtenId(document.value) ?? defaultId;
  const sibling = (name: string): string | undefined => siblings?.get(name);
  const context = { defaultId, values, sibling, ...(nowMs !== undefined && { nowMs }) };
  const found = { id, place: document.place, pack, value: document.value };
  const filter = readRuleFilter(document, context, languages);
  if (filter?.ok) return { ...found, id: filter.value.id, drafts: [], filter: filter.value, problems: [] };
  const read = filter ?? readRuleDocument(document, context, languages);
  if (read.ok) return { ...found, drafts: read.value, problems: [] };
  const problems = read.problems.map((problem) => ({ ...problem, message: `rule ${id}: ${problem.message}` }));
  return { ...found, drafts: [], problems };
}

/** The id a document carries, also when it cannot be read as a rule, so that it can be refused by name. */
function writtenId(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const members = new Map(Object.entries(value));
  return ['id', 'RuleID', 'name'].map((key) => members.get(key)).find((id) => typeof id === 'string' && id !== '');
}

function idsTwice(documents: readonly ReadDocument[]): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const { id, place, drafts } of documents) {
    const carried = drafts.length > 0 ? drafts : [{ id, place }];
    for (const one of carried) places.set(one.id, [...(places.get(one.id) ?? []), one.place]);
  }
  return new Map([...places].filter(([, found]) => found.length > 1));
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

function packMember({ id, pack, drafts, value }: ReadDocument) {
  return { pack, ids: [id, ...drafts.map((draft) => draft.id)], text: JSON.stringify(value) };
}

function emptyFile(path: string): PlacedLint {
  return lintAt({ file: path, line: 1, column: 1 }, { code: 'I-EMPTY-FILE', message: 'the file holds no rule' });
}

function compareProblems(a: Problem, b: Problem): number {
  if (a.place === undefined || b.place === undefined) return a.place === b.place ? 0 : a.place ? -1 : 1;
  return comparePlaces(a.place, b.place);
}
