export { createMatcher, type Matcher, type MatcherHealth, type MatcherOptions } from './match/matcher.js';
export { fixedRules, type MatcherRules, type NumberedRules } from './match/matcher-rules.js';
export type { NoisyRule } from './match/noisy-rules.js';
export { type RuleFileErrorCode, ruleFileErrors } from './rules-reload/rule-file-errors.js';
export {
  type FoldersInForce,
  type RulesInForce,
  type RulesSource,
  type WatchedRules,
  type WatchRulesOptions,
  watchRules,
} from './rules-reload/watch-rules.js';
export { contentOfFolders } from './rules-state/content-of-folders.js';
export { type FollowedRules, followRules } from './rules-state/follow-rules.js';
export { type PushedFolders, pushFolders, seedRules } from './rules-state/push-folders.js';
export { createRulesMetrics, type RulesMetrics } from './rules-state/rules-metrics.js';
export { createRulesState, type PushOutcome, type RulesState } from './rules-state/rules-state.js';
export { type RulesStateErrorCode, rulesStateErrors } from './rules-state/rules-state-errors.js';
