import type { Problem } from '@trailhound/contracts';
import type { PlacedLint } from '../lint/placed-lint.js';
import type { Rule } from '../rule.js';
import { loadRuleSetSteps } from '../rule-set/load-rule-set.js';
import type { KnownRuleFiles } from '../rule-set/read-rule-files.js';
import { atOnce, type Steps } from '../steps.js';
import { type FileSuppression, loadSuppressions } from '../suppression-file/load-suppressions.js';
import type { RulesContent } from './rules-content.js';

/** What the files of a content say. */
export interface LoadedContent {
  /** Not yet joined with the suppressions (`withSuppressions`). */
  readonly rules: readonly Rule[];
  readonly suppressions: readonly FileSuppression[];
  readonly problems: readonly Problem[];
  readonly lints: readonly PlacedLint[];
}

/** Loads rules and suppressions; what is bad among them is a problem, the rest is there. Never throws. */
export function loadContent(content: RulesContent, nowMs: number): LoadedContent {
  return atOnce(loadContentSteps(content, nowMs));
}

/** The same in small steps; `known` spares what was read before. */
export function* loadContentSteps(
  { rules, suppressions, packs }: RulesContent,
  nowMs: number,
  known?: KnownRuleFiles,
): Steps<LoadedContent> {
  const loaded = yield* loadRuleSetSteps(rules, { packs, nowMs }, known);
  const muting = loadSuppressions(suppressions, { nowMs });
  return {
    rules: loaded.rules,
    suppressions: muting.suppressions,
    problems: [...loaded.problems, ...muting.problems],
    lints: [...loaded.lints, ...muting.lints],
  };
}
