export { freePort } from './free-port.js';
export { type GuardedProcess, startGuarded } from './guarded-process.js';
export { type KafkaBroker, startKafka } from './kafka.js';
export { type AwsApi, startAwsApi } from './moto.js';
export { MissingPrerequisite } from './prerequisite.js';
export { type RedisServer, startRedis } from './redis.js';
export { versions } from './versions.js';
export { waitUntil } from './wait-until.js';
