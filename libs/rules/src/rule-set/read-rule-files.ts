import { canonicalJson, type Place, type Problem } from '@trailhound/contracts';
import type { RuleFilter } from '../languages/document-language.js';
import { type LanguageRegistry, languageRegistry } from '../languages/registry.js';
import type { Rule } from '../rule.js';
import type { RuleDraft } from '../rule-file/rule-draft.js';
import { readDocuments } from '../source/read-documents.js';
import type { SourceDocument } from '../source/source-document.js';
import { assembleRule } from './assemble-rule.js';
import type { RefusedRule, RuleFile, RuleSetOptions } from './load-rule-set.js';
import { adaptationOf, adaptRule } from './pack-adaptation.js';
import { readRuleDocument, readRuleFilter } from './read-rule-document.js';
import { fileStem, isSameFile } from './rule-files.js';

/** What one rule file says, whatever the others say. */
export interface ReadRuleFile {
  readonly problems: readonly Problem[];
  readonly refused: readonly RefusedRule[];
  readonly documents: readonly ReadRuleDocument[];
  readonly isEmpty: boolean;
}

/** A document's rules, not linked yet, under the id it would have. */
export interface ReadRuleDocument {
  readonly id: string;
  readonly place: Place;
  readonly pack: string | undefined;
  readonly rules: readonly { readonly draft: RuleDraft; readonly rule: Rule }[];
  /** Where the document is no rule but a filter of rules. */
  readonly filter?: RuleFilter;
  readonly value: unknown;
}

/** Reads a rule file by itself: equal files under equal settings give equal results. */
export function readRuleFile(file: RuleFile, options: RuleSetOptions): ReadRuleFile {
  const diagnosis = diagnosed(file, options);
  if (diagnosis !== undefined) {
    return { problems: [diagnosis.problem], refused: [diagnosis.refused], documents: [], isEmpty: false };
  }
  const source = readDocuments(file.path, file.text);
  const read = source.documents.map((document) => readOne(document, file, options));
  return {
    problems: [...source.problems, ...read.flatMap(({ problems }) => problems)],
    refused: read.flatMap(({ id, place, problems }) => (problems.length > 0 ? [{ id, place }] : [])),
    documents: read,
    isEmpty: source.documents.length === 0 && source.problems.length === 0,
  };
}

interface Known {
  readonly file: RuleFile;
  readonly settings: string;
  readonly languages: LanguageRegistry | undefined;
  readonly read: ReadRuleFile;
}

/** A file in force and the one that is held back in its favour. */
const versionsKept = 2;

/**
 * Remembers what rule files said, so that a file that is as it was is not read again; its rules are then the same
 * objects, and what is known of those stays known. Lints that depend on the time are those of the first reading.
 */
export class KnownRuleFiles {
  #known: ReadonlyMap<string, readonly Known[]> = new Map();
  #now = new Map<string, readonly Known[]>();

  read(file: RuleFile, options: RuleSetOptions): ReadRuleFile {
    const settings = canonicalJson(adaptationOf(options.packs ?? {}, file.pack));
    const { languages } = options;
    const versions = this.#now.get(file.path) ?? this.#known.get(file.path) ?? [];
    const found = versions.find((one) => {
      return one.settings === settings && one.languages === languages && isSameFile(one.file, file);
    });
    const newest = found ?? { file, settings, languages, read: readRuleFile(file, options) };
    const others = versions.filter((one) => one !== newest);
    this.#now.set(file.path, [newest, ...others].slice(0, versionsKept));
    return newest.read;
  }

  /** Forgets the files that were not asked for since the last call. */
  forgetOthers(): void {
    this.#known = this.#now;
    this.#now = new Map();
  }
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
): ReadRuleDocument & { readonly problems: readonly Problem[] } {
  const stem = fileStem(document.file);
  const defaultId = document.number === 1 ? stem : `${stem}#${document.number}`;
  const adaptation = adaptationOf(packs, pack);
  const id = writtenId(document.value) ?? defaultId;
  const sibling = (name: string): string | undefined => siblings?.get(name);
  const context = { defaultId, values: adaptation.values ?? {}, sibling, ...(nowMs !== undefined && { nowMs }) };
  const found = { id, place: document.place, pack, value: document.value };
  const filter = readRuleFilter(document, context, languages);
  if (filter?.ok) return { ...found, id: filter.value.id, rules: [], filter: filter.value, problems: [] };
  const read = filter ?? readRuleDocument(document, context, languages);
  if (read.ok) {
    const rules = read.value.map((draft) => ({ draft, rule: adaptRule(assembleRule(draft, pack), adaptation) }));
    return { ...found, rules, problems: [] };
  }
  const problems = read.problems.map((problem) => ({ ...problem, message: `rule ${id}: ${problem.message}` }));
  return { ...found, rules: [], problems };
}

/** The id a document carries, also when it cannot be read as a rule, so that it can be refused by name. */
function writtenId(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const members = new Map(Object.entries(value));
  return ['id', 'RuleID', 'name'].map((key) => members.get(key)).find((id) => typeof id === 'string' && id !== '');
}
