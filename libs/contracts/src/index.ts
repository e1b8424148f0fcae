export {
  Actor,
  ActorLink,
  Alert,
  AppliedSuppression,
  Insight,
  maxAlertRecordBytes,
  RecordRef,
  TallyPlace,
  TopValue,
} from './alert.js';
export { AlertChange, type AlertState, alertStates } from './alert-change.js';
export { alertId, deliveryId, type GroupValue, type RuleIdentity, stateHash } from './alert-id.js';
export { alertSchemaText } from './alert-schema.js';
export { type BuiltInFinding, type BuiltInRule, builtInAlert } from './built-in-alert.js';
export { canonicalJson } from './canonical-json.js';
export { CodedError, type ErrorDetails, type ErrorDoc, hasCode } from './coded-error.js';
export { AccountActivity, ActivityIndex, completenessKeys, PathCounts, TrailActivity } from './completeness.js';
export {
  type Bound,
  type BoundOp,
  boundOps,
  type CorrelationTest,
  type Measure,
  type RulePattern,
} from './correlation-test.js';
export { DeadLetter, DeliveryEvent, type DeliveryEventState, deliveryStates } from './delivery.js';
export { didYouMean } from './did-you-mean.js';
export {
  Digest,
  DigestLine,
  type DigestPlan,
  digestId,
  type HoldReason,
  holdReasons,
  maxDigestLines,
} from './digest.js';
export { durationPattern, formatDuration, parseDuration } from './duration.js';
export { EnrichedValue, EnrichmentSource } from './enrichment-source.js';
export { sha256Base64Url, sha256Bytes, sha256Hex } from './hash.js';
export {
  Escalation,
  formatNotice,
  Heartbeat,
  type Notice,
  type ParsedNotice,
  parseNotice,
  Repetition,
  Step,
} from './notice.js';
export { cutText, printable } from './printable.js';
export { formatProblem, type Parsed, type Place, type Problem } from './problem.js';
export {
  QuarantineEntry,
  type QuarantineReason,
  quarantineReasons,
  type SkipReason,
  skipReasons,
} from './quarantine.js';
export { formatOrigin, type Origin, parseOrigin, recordHeaderNames } from './record-headers.js';
export {
  actionLines,
  maxWait,
  type NotifyAction,
  type ReadActions,
  type RefusedAction,
  readActions,
  type Summarise,
} from './rule-action.js';
export {
  blobHash,
  FilePage,
  filesPerPage,
  NamedChanges,
  pushOf,
  RevisionChanges,
  RevisionMessage,
  RevisionOrigin,
  rulesStateKeys,
} from './rules-state.js';
export { compareSeverity, defaultSeverity, type Severity, severities, severityFrom } from './severity.js';
export { maxTallyEntries, Tally, TallyEntry, tallyKey } from './tally.js';
export { type Topic, topicName, topics } from './topics.js';
