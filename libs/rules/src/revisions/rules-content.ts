import { canonicalJson, sha256Hex } from '@trailhound/contracts';
import { distinctFiles, type RuleFile } from '../rule-set/load-rule-set.js';
import type { PackAdaptations } from '../rule-set/pack-adaptation.js';

/** Everything that decides what a rule set does, as texts: what one revision of `rules.state` holds. */
export interface RulesContent {
  readonly rules: readonly RuleFile[];
  readonly suppressions: readonly RuleFile[];
  readonly packs: PackAdaptations;
}

export const noContent: RulesContent = { rules: [], suppressions: [], packs: {} };

/** The content with each file once, in the order of paths, whatever way it was found. */
export function orderedContent({ rules, suppressions, packs }: RulesContent): RulesContent {
  return { rules: distinctFiles(rules), suppressions: distinctFiles(suppressions), packs };
}

/** Hash of a content's files and settings; equal content has the same, wherever it comes from. */
export function contentHash({ rules, suppressions, packs }: RulesContent): string {
  return sha256Hex(canonicalJson({ rules: rules.map(fileHash), suppressions: suppressions.map(fileHash), packs }));
}

function fileHash({ path, text, pack, siblings }: RuleFile): unknown {
  const beside = [...(siblings ?? [])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => [name, sha256Hex(one)]);
  return [path, pack ?? null, sha256Hex(text), beside];
}
