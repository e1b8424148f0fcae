export { type AdminServer, type AdminServerOptions, createAdminServer } from './admin/admin-server.js';
export { type ListenAddress, listenUrl, parseListenAddress } from './admin/listen-address.js';
export { Config } from './config/config-schema.js';
export { type ConfigText, parseConfigText } from './config/config-text.js';
export { type Environment, reservedVariables } from './config/environment.js';
export { type LoadConfigOptions, loadConfig } from './config/load-config.js';
export { maskedConfigText } from './config/masked-config.js';
export { type ConfigInput, type LoadedConfig, parseConfig } from './config/parse-config.js';
export { configReference, configSchemaText } from './config/reference/config-reference.js';
export { routesSchemaText } from './config/reference/routes-schema.js';
export { Admin } from './config/sections/admin.js';
export { Api } from './config/sections/api.js';
export { Kafka } from './config/sections/kafka.js';
export { PackSettings } from './config/sections/pack-settings.js';
export { Redis } from './config/sections/redis.js';
export { Source } from './config/sections/source.js';
export type { TlsFiles } from './config/sections/tls-files.js';
export { type ErrorCatalogue, errorsReference } from './errors/errors-reference.js';
export { type RuntimeErrorCode, runtimeErrors } from './errors/runtime-errors.js';
export { armFailpoints, failpoint, failpointDuring } from './failpoints/failpoint.js';
export type { FailpointAction, FailpointName } from './failpoints/failpoint-names.js';
export { failpointDocs } from './failpoints/failpoint-names.js';
export { failpointsReference } from './failpoints/failpoints-reference.js';
export type { CheckResult } from './health/ask-within.js';
export { createHealth, type Health, type HealthOptions, type HealthReport, type Heartbeat } from './health/health.js';
export { answerProbe, type HealthAnswer, type ProbePath, probePaths } from './health/health-answer.js';
export { createLifecycle, type Lifecycle, type Part } from './lifecycle/lifecycle.js';
export { type ProcessSignals, type RunOptions, runUntilSignal } from './lifecycle/run-until-signal.js';
export { shortTurns } from './lifecycle/short-turns.js';
export {
  createLogger,
  type LogFormat,
  type Logger,
  type LoggerOptions,
  type LogLevel,
  logFormats,
  logLevels,
} from './log/logger.js';
export { nestLogger } from './log/nest-logger.js';
export { endToEndSeconds, processingSeconds, requestSeconds } from './metrics/buckets.js';
export { lagGauges } from './metrics/lag-gauges.js';
export {
  type Counter,
  createMetrics,
  type Gauge,
  type GaugeDefinition,
  type Histogram,
  type HistogramDefinition,
  type MetricDefinition,
  type Metrics,
  type MetricsOptions,
} from './metrics/metrics.js';
export { type Continuation, HoleWatch } from './reading/hole-watch.js';
export { readSecretFile } from './secrets/read-secret-file.js';
export { createSecrets, type Secrets, secretMask } from './secrets/secrets.js';
export { systemClock } from './system-clock.js';
