export { freePort } from './free-port.js';
export { type GuardedProcess, startGuarded } from './guarded-process.js';
export type { AwsApi } from './native-aws-api.js';
export type { KafkaBroker } from './native-kafka.js';
export type { RedisServer } from './native-redis.js';
export { MissingPrerequisite } from './prerequisite.js';
export { startAwsApi, startKafka, startRedis } from './services.js';
export { versions } from './versions.js';
export { waitUntil } from './wait-until.js';
