export { type TestService, testService } from './service.js';
export { type LogEntry, type TestLogger, testLogger } from './test-logger.js';
