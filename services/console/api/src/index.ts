export { AlertQuery, defaultPageSize, maxPageSize } from './alerts/alert-query.js';
export { AlertReader, type AlertReaderPorts } from './alerts/alert-reader.js';
export { AlertDetail, AlertList, AlertSummary, DeliveryView } from './alerts/alert-views.js';
export { type ApiTokens, generateToken, parseApiTokens, tokenFileEntries } from './auth/api-tokens.js';
export { type ConfiguredTokens, readApiTokens } from './auth/read-api-tokens.js';
export { type ApiOptions, type ConsoleApi, createApi } from './create-api.js';
export type { DestinationTrials } from './destinations/destination-trials.js';
export type { TrialReport } from './destinations/trial-views.js';
export { type ApiErrorCode, apiErrors } from './http/api-errors.js';
export { defaultHttpLimits, type HttpLimits } from './http/fastify-adapter.js';
export { ProblemDocument } from './http/problem-document.js';
export {
  type AlertIndexer,
  type AlertIndexerOptions,
  createAlertIndexer,
  indexerGroup,
} from './indexer/alert-indexer.js';
export type { RuleTestReport, RuleTestView, TestRules } from './rules/rule-bench.js';
export type { RulesWriter } from './rules/rules-editor.js';
