import { maxTallyEntries } from '@trailhound/contracts';
import type { TallyRecord, TallyStore } from '@trailhound/ports';
import type { RedisConnection } from './redis-connection.js';

/** Records that one script adds: few, so that nobody else waits for it. */
const addedAtOnce = 200;

/** Tallies as one hash each, which goes as a whole when what came last is past its time. */
export class RedisTallyStore implements TallyStore {
  constructor(private readonly redis: RedisConnection) {}

  async add(records: readonly TallyRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += addedAtOnce) {
      const args = records
        .slice(at, at + addedAtOnce)
        .flatMap(({ key, uid, entry, keepMs }) => [key, uid, entry, keepMs]);
      await this.redis.script('addTallies', [], [this.redis.prefix, maxTallyEntries, ...args]);
    }
  }

  async read(key: string): Promise<readonly string[]> {
    return await this.redis.run((client) => client.hvals(`${this.redis.prefix}tally:${key}`));
  }
}
