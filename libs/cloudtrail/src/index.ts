export { type Admission, type AdmittedRecord, admitRecord, recordHeaders } from './admit-record.js';
export { compilePath, type Resolver, resolverOf } from './compile-path.js';
export { type ArrivalPath, arrivalPath } from './completeness/arrival-path.js';
export {
  createPathComparison,
  noPathCounts,
  type PathComparison,
  type PathComparisonOptions,
} from './completeness/path-comparison.js';
export { emptyActivity, joinActivity, type SeenRecord, seeRecords } from './completeness/trail-activity.js';
export { trailName } from './completeness/trail-name.js';
export { type Gap, type TrailStanding, trailStanding } from './completeness/trail-standing.js';
export {
  type ChainBreak,
  type ChainLink,
  type ChainPeriod,
  checkChain,
  digestDueMs,
  type ValidDigest,
} from './digest/check-chain.js';
export { type Digest, type DigestedFile, type ParsedDigest, parseDigest, signedText } from './digest/parse-digest.js';
export { parseTrailKey, type TrailKey } from './digest/trail-key.js';
export { type MemberSources, sourcesOf, withSources } from './enriched-from.js';
export { carriedEnrichments, type EnrichmentName, enrichmentNames } from './enrichment.js';
export { envelopeOf } from './envelope.js';
export { type EventTime, parseEventTime } from './event-time.js';
export { every, type FieldPath, formatPath, type Root, recordPath, type Segment } from './field-path.js';
export { actorOf } from './identity.js';
export { type IndicatorName, indicatorNames } from './indicators.js';
export { type InsightEvent, insightMarks, insightOf, isInsight } from './insight.js';
export { autoScalingGroupOf, instancesOf } from './instances.js';
export { type IssuedSession, issuedSession, issuesCredentials, sessionKeyOf, wordsOf } from './issued-session.js';
export { isJsonObject, type JsonObject, own, ownText } from './json-object.js';
export { LazyRecord, notText, noValue } from './lazy/lazy-record.js';
export type { LiteralScreen } from './lazy/literal-screen.js';
export { type Notice, type NoticedObject, type NoticeRemark, parseNotice } from './notice/parse-notice.js';
export { skippedNotice } from './notice/trail-folder.js';
export { maxPathSegments, parsePath } from './parse-path.js';
export { parseJson, parseRecord } from './parse-record.js';
export { accountOf, type RecordFacts, recordFacts } from './record-facts.js';
export { type LazyRecordView, missing, type RecordView, recordView, viewOf } from './record-view.js';
export { excerptOf, isSecretName, redacted, redactText, redactValue } from './redact.js';
export { PlainItem } from './split/plain-item.js';
export type { PlainRecord } from './split/plain-record.js';
export { RecordSplitter, type SplitItem, type SplitOptions } from './split/record-splitter.js';
export { bodyHash, countUid, recordUid, type Uid } from './uid.js';
