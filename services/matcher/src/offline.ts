// Rules without a log: scans, rule tests, backtests. A door of its own, so that a command that needs no service loads none.
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
export { type EventExplanation, explainEvent } from './rule-tests/explain-event.js';
export {
  answerRuleTests,
  type RuleTestOutcome,
  type RuleTestResult,
  runRuleTests,
  type TestAnswers,
} from './rule-tests/run-rule-tests.js';
export { maxRuleFileBytes, type RuleFiles, readRuleFiles } from './rules-reload/read-rule-files.js';
export { type MatchLine, matchLine } from './scan/match-line.js';
export {
  createScanEngine,
  type ScanEngine,
  type ScanEngineOptions,
  type ScannedRecord,
  type ScanResult,
} from './scan/scan-engine.js';
