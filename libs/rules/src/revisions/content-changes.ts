import { canonicalJson, type NamedChanges, type RevisionChanges } from '@trailhound/contracts';
import { ruleHashes } from '../compile/rule-set-revision.js';
import { conditionKey } from '../condition/condition-key.js';
import type { Rule } from '../rule.js';
import type { PackAdaptations } from '../rule-set/pack-adaptation.js';
import type { FileSuppression } from '../suppression-file/load-suppressions.js';

/** What a rule set is, for comparing it with another. */
export interface ComparedContent {
  readonly rules: readonly Rule[];
  readonly suppressions: readonly FileSuppression[];
  readonly packs: PackAdaptations;
}

/** Names kept of each kind of change; `rules push --dry-run` shows all of them. */
export const namesKept = 20;

/**
 * What differs between two rule sets in what they do: rules and suppressions by id, pack settings by name. A rule is
 * changed when anything of it but its place, its tests and the suppressions of files is another.
 */
export function contentChanges(before: ComparedContent, after: ComparedContent, names = namesKept): RevisionChanges {
  return {
    rules: changed(rulesById(before), rulesById(after), names),
    suppressions: changed(suppressionsById(before), suppressionsById(after), names),
    packs: changed(packsByName(before), packsByName(after), names),
  };
}

/** Whether two rule sets do the same, as far as {@link contentChanges} can tell. */
export function changesNothing(changes: RevisionChanges): boolean {
  return Object.values(changes).every(({ added, changed, removed }) => added + changed + removed === 0);
}

function rulesById({ rules }: ComparedContent): ReadonlyMap<string, string> {
  const hashes = ruleHashes(rules);
  return new Map(rules.map(({ id }, at) => [id, hashes[at] ?? '']));
}

function suppressionsById({ suppressions }: ComparedContent): ReadonlyMap<string, string> {
  return new Map(
    suppressions.map(({ place: _, when, ...rest }) => [rest.id, canonicalJson({ ...rest, when: conditionKey(when) })]),
  );
}

function packsByName({ packs }: ComparedContent): ReadonlyMap<string, string> {
  return new Map(Object.entries(packs).map(([name, settings]) => [name, canonicalJson(settings)]));
}

function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>, kept: number): NamedChanges {
  const added = [...after.keys()].filter((name) => !before.has(name));
  const removed = [...before.keys()].filter((name) => !after.has(name));
  const other = [...after].flatMap(([name, hash]) => (before.has(name) && before.get(name) !== hash ? [name] : []));
  return {
    ...{ added: added.length, changed: other.length, removed: removed.length },
    names: { added: added.slice(0, kept), changed: other.slice(0, kept), removed: removed.slice(0, kept) },
  };
}
