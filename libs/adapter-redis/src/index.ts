export { checkRedis } from './check-redis.js';
export type { RedisOptions } from './redis-options.js';
export { RedisStateStore } from './redis-state-store.js';
