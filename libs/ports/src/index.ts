export { type ActivityStore, createActivityStore } from './activity-store.js';
export type { AlertFilter, AlertIndex, AlertPage } from './alert-index.port.js';
export type { Clock } from './clock.port.js';
export type {
  ConditionAnswer,
  ConditionAsk,
  ConditionWorker,
  ExpressionJson,
  ExpressionText,
  TemplateWorker,
} from './condition-worker.port.js';
export type { DigestKeys } from './digest-keys.port.js';
export { type Enricher, enrichWith } from './enricher.port.js';
export {
  type EventHistory,
  EventHistoryError,
  type HistoryCategory,
  type HistoryEvent,
  type HistoryPage,
  type HistorySlice,
} from './event-history.port.js';
export type { Logger } from './logger.port.js';
export { type MessageQueue, MessageQueueError, type QueueMessage } from './message-queue.port.js';
export { type ObjectEntry, type ObjectStore, ObjectStoreError } from './object-store.port.js';
export type { Organization, OrganizationAccount, OrganizationAccounts } from './organization.port.js';
export { type PortErrorCode, portErrors } from './port-errors.js';
export type {
  ConsumerOptions,
  LogBatch,
  LogConsumer,
  LogMessage,
  LogRecord,
  PartitionLag,
  RecordLog,
} from './record-log.port.js';
export type { Sender, SendRequest, SendResult } from './sender.port.js';
export type {
  CheckpointGuard,
  CheckpointStore,
  ClaimedDelivery,
  DeliveryEndState,
  DeliveryLedger,
  DeliveryState,
  DeliveryStatus,
  DigestMember,
  HeldDelivery,
  NewDelivery,
  NotedRoot,
  ObservedBatch,
  ObserveResult,
  RootSpan,
  RulesStanding,
  StateStore,
  WindowStore,
} from './state-store.port.js';
export type { TallyRecord, TallyStore } from './tally-store.port.js';
