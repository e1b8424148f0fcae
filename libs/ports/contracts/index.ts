export { assertHistoriesAgree, type HistoriesOptions } from './histories-agree.js';
export { LogReader, message, messages, type ReaderOptions } from './log-reader.js';
export { eventually, realClock } from './real-clock.js';
export { type RecordLogCapabilities, recordLogContract } from './record-log.contract.js';
export { type HistoryResult, runHistory } from './simulated-matcher.js';
export { type Subject, withSubject } from './subject.js';
export { type HistoryStep, type WindowHistory, windowHistories } from './window-histories.js';
export { type WindowStoreCapabilities, windowStoreContract } from './window-store.contract.js';
