import { type AwaitedFiring, type GroupSpec, groupOf, judgeGroup, type WindowLimits } from '@trailhound/detection';
import type { RedisConnection } from './redis-connection.js';
import { decodeBucket, encodeBucket } from './stored-bucket.js';
import { newVersion, versioned } from './versioned-state.js';
import { isMarked } from './window-batch.js';
import { type AlertPointer, alertTtlMs, ttlOf, type WindowKeys } from './window-keys.js';

interface Judging {
  readonly limits: WindowLimits;
  readonly latenessMs: number;
}

/** Judges the groups that are due; what somebody else changes in between is left to the next judgement. */
export async function judgeAwaited(
  redis: RedisConnection,
  keys: WindowKeys,
  { readUntilMs, limit }: { readonly readUntilMs: number; readonly limit: number },
  judging: Judging,
): Promise<readonly AwaitedFiring[]> {
  const due = await redis.run((client) => client.zrangebyscore(keys.due, '-inf', readUntilMs, 'LIMIT', 0, limit));
  if (due.length === 0) return [];
  const replies = await redis.pipeline(due.map((name) => ['hmget', keys.bucket(name), 'v', 's'] as const));
  const judged = await Promise.all(
    due.map((name, at) => judgeOne(redis, keys, { name, reply: replies[at], readUntilMs }, judging)),
  );
  return judged.flat();
}

async function judgeOne(
  redis: RedisConnection,
  keys: WindowKeys,
  { name, reply, readUntilMs }: { readonly name: string; readonly reply: unknown; readonly readUntilMs: number },
  { limits, latenessMs }: Judging,
): Promise<readonly AwaitedFiring[]> {
  const { version, state } = versioned(reply, decodeBucket);
  if (state?.kind !== 'await' || state.of === undefined) {
    await redis.run((client) => client.zrem(keys.due, name)); // its time is over
    return [];
  }
  const { key, spec, latenessMs: late } = state.of;
  const counting: GroupSpec = { kind: 'await', spec, latenessMs: late };
  const group = groupOf(key, counting);
  const { next, firings } = judgeGroup(group, spec, state, { readUntilMs, latenessMs: late, limits });
  const ttlMs = isMarked(next) ? alertTtlMs : ttlOf(counting, latenessMs);
  const pointers = firings.map(({ firing: { alertId, bucket, suppressed } }) => {
    const pointer: AlertPointer = { key, counting, bucket: bucket ?? 0, marked: suppressed };
    return [keys.pointer(alertId), JSON.stringify(pointer), alertTtlMs];
  });
  const written = await redis.script(
    'judgeGroup',
    [keys.bucket(name), keys.due],
    [...[version, encodeBucket(next), newVersion(), ttlMs, name, next.dueMs ?? ''], ...pointers.flat()],
  );
  return written === 1 ? firings : [];
}
