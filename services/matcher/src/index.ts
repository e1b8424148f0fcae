export { leadMs } from './backtest/lead.js';
export { type ReplayOptions, replayRecords } from './backtest/replay-records.js';
export {
  type BacktestedRule,
  type BacktestReport,
  groupText,
  isInPeriod,
  type NoisyGroup,
  type Period,
  summarizeBacktest,
} from './backtest/summarize-backtest.js';
export { judgeTuning, type TunedCount, type Tuning, tunedRules } from './backtest/tune-threshold.js';
export { answerInputs } from './detect/answer-inputs.js';
export {
  type AlertBuilder,
  type CarriedRecord,
  createAlertBuilder,
  type FiredAlert,
  maxGroupValueBytes,
  type Why,
} from './detect/build-alert.js';
export {
  type CarriedMatch,
  evaluateRecord,
  type RecordEvaluation,
  type RecordInput,
} from './detect/evaluate-record.js';
export { fillTitle } from './detect/fill-title.js';
export { type FuseOptions, fuseConditions } from './detect/fuse-conditions.js';
export { appliedSuppressions, type Match, type MatchEffect, type MatchedRecord, matchOf } from './detect/match.js';
export { createMatcher, type Matcher, type MatcherHealth, type MatcherOptions } from './match/matcher.js';
export { fixedRules, type MatcherRules, type NumberedRules } from './match/matcher-rules.js';
export type { NoisyRule } from './match/noisy-rules.js';
export { type EventExplanation, explainEvent } from './rule-tests/explain-event.js';
export {
  answerRuleTests,
  type RuleTestOutcome,
  type RuleTestResult,
  runRuleTests,
  type TestAnswers,
} from './rule-tests/run-rule-tests.js';
export { maxRuleFileBytes, type RuleFiles, readRuleFiles } from './rules-reload/read-rule-files.js';
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
export { type MatchLine, matchLine } from './scan/match-line.js';
export {
  createScanEngine,
  type ScanEngine,
  type ScanEngineOptions,
  type ScannedRecord,
  type ScanResult,
} from './scan/scan-engine.js';
