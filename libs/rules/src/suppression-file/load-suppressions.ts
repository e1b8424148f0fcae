import type { Place, Problem } from '@trailhound/contracts';
import type { TextLanguage } from '../languages/language.js';
import { type LanguageRegistry, languageRegistry } from '../languages/registry.js';
import { comparePlacedLints, comparePlaces, lintAt, type PlacedLint } from '../lint/placed-lint.js';
import type { Suppression } from '../rule.js';
import { checkKeys } from '../rule-file/check-keys.js';
import { readSuppression } from '../rule-file/read-suppression.js';
import { distinctFiles, type RuleFile } from '../rule-set/load-rule-set.js';
import { fileStem } from '../rule-set/rule-files.js';
import { readDocuments } from '../source/read-documents.js';
import type { SourceDocument } from '../source/source-document.js';
import { SuppressionFileKeys } from './suppression-schema.js';

/** A suppression of a suppression file: it mutes the rules it names and all rules of the packs it names. */
export interface FileSuppression extends Suppression {
  /** `*` stands for every rule. */
  readonly rules: readonly string[];
  readonly packs: readonly string[];
}

export interface SuppressionOptions {
  /** Epoch milliseconds, to judge how long suppressions last; absent = only those with a `from` are judged. */
  readonly nowMs?: number;
  readonly languages?: LanguageRegistry;
}

export interface LoadedSuppressions {
  /** Ordered by path, then by place in the file. */
  readonly suppressions: readonly FileSuppression[];
  readonly problems: readonly Problem[];
  readonly lints: readonly PlacedLint[];
}

interface Findings {
  readonly problems: Problem[];
  readonly lints: PlacedLint[];
}

/**
 * Loads suppression files. One that cannot be read is refused by name while the others load; an id that stands twice
 * refuses both. The result depends on the files' paths and texts only. Never throws.
 */
export function loadSuppressions(files: readonly RuleFile[], options: SuppressionOptions = {}): LoadedSuppressions {
  const problems: Problem[] = [];
  const lints: PlacedLint[] = [];
  const places = new Map<string, Place[]>();
  const read: FileSuppression[] = [];
  for (const file of distinctFiles(files)) {
    const source = readDocuments(file.path, file.text);
    problems.push(...source.problems);
    for (const document of source.documents) {
      const stem = fileStem(file.path);
      const defaultId = document.number === 1 ? stem : `${stem}#${document.number}`;
      const found = readOne(document, defaultId, options, { problems, lints });
      places.set(found.id, [...(places.get(found.id) ?? []), document.place]);
      if (found.suppression) read.push(found.suppression);
    }
  }
  const twice = [...places].filter(([, found]) => found.length > 1);
  for (const [id, found] of twice) problems.push(idTwice(id, found));
  const refused = new Set(twice.map(([id]) => id));
  return {
    suppressions: read.filter(({ id }) => !refused.has(id)),
    problems: problems.sort((a, b) => (a.place && b.place ? comparePlaces(a.place, b.place) : 0)),
    lints: lints.sort(comparePlacedLints),
  };
}

function readOne(
  document: SourceDocument,
  defaultId: string,
  { nowMs, languages = languageRegistry }: SuppressionOptions,
  { problems, lints }: Findings,
): { readonly id: string; readonly suppression?: FileSuppression } {
  const checked = checkKeys(document, SuppressionFileKeys);
  if (!checked.ok) {
    problems.push(...named(defaultId, checked.problems));
    return { id: defaultId };
  }
  const keys = checked.value;
  const id = keys.id ?? defaultId;
  const { rules = [], packs = [] } = keys;
  const own: Problem[] = [];
  if (rules.length + packs.length === 0) {
    const fix = 'name the rules or packs it mutes, such as rules: [root-use]';
    own.push({ code: 'RULE_MISSING_KEY', message: 'names neither rules nor packs', fix, place: document.place });
  }
  const language = textLanguage(document, keys, languages, own);
  if (language === undefined) {
    problems.push(...named(id, own));
    return { id };
  }
  const context = { id, language, values: {}, ...(nowMs !== undefined && { nowMs }) };
  const found = readSuppression(document, [], keys, context);
  problems.push(...named(id, [...own, ...found.problems]));
  lints.push(...found.lints);
  if (rules.includes('*')) {
    const place = document.placeOf(['rules']);
    lints.push(lintAt(place, { code: 'W-MUTES-ALL', message: 'the suppression applies to every rule' }, id));
  }
  const isUsable = own.length === 0 && found.suppression !== undefined;
  return isUsable ? { id, suppression: { ...found.suppression, rules, packs } } : { id };
}

function textLanguage(
  document: SourceDocument,
  keys: SuppressionFileKeys,
  languages: LanguageRegistry,
  problems: Problem[],
): TextLanguage | undefined {
  const name = keys.language ?? 'threatstack';
  const language = languages.text.find((one) => one.name === name);
  if (language === undefined) {
    const message = `language ${name} has no filters that are one text`;
    const fix = `available: ${languages.text.map((one) => one.name).join(', ')}`;
    problems.push({ code: 'RULE_UNKNOWN_LANGUAGE', message, fix, place: document.placeOf(['language']) });
  }
  return language;
}

function named(id: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, message: `suppression ${id}: ${problem.message}` }));
}

function idTwice(id: string, places: readonly Place[]): Problem {
  const [place] = places;
  const where = places.map(({ file, line }) => `${file}:${line}`).join(' and ');
  const message = `suppression ${id}: stands in ${where}; none of them is loaded`;
  return { code: 'SUPPRESSION_ID_TWICE', message, fix: 'give each its own id', ...(place && { place }) };
}
