import type {
  CheckpointGuard,
  ClaimedDelivery,
  DeliveryEndState,
  DeliveryLedger,
  DeliveryState,
  DeliveryStatus,
  DigestMember,
  HeldDelivery,
  NewDelivery,
  NotedRoot,
  RootSpan,
} from '@trailhound/ports';
import { checkpointKey } from './checkpoint-key.js';
import type { RedisConnection } from './redis-connection.js';

const dayMs = 24 * 3600 * 1000;
/** An alert has up to 64 KiB of record: one script takes a few MiB at most, so that nobody else waits for it. */
const enqueuedAtOnce = 50;
/** How long a delivery's outcome is known, and how long what was sent can be sent again. */
const deliveryTtlMs = 35 * dayMs;
const deliveredPayloadTtlMs = 3 * dayMs;
/** Ends of held deliveries written by one script. */
const settledAtOnce = 500;
/** Payloads read by one command, of up to 64 KiB each. */
const readAtOnce = 200;

/** The ledger on Redis; every step is one script, so that a crash leaves it before or after. */
export class RedisDeliveryLedger implements DeliveryLedger {
  constructor(private readonly redis: RedisConnection) {}

  async enqueue(deliveries: readonly NewDelivery[], guard?: CheckpointGuard): Promise<boolean> {
    const now = Date.now();
    const cells = ({ id, alertId, destination, payload, dueMs }: NewDelivery) => {
      return [id, alertId, destination, payload, dueMs, now];
    };
    return this.#add('enqueueDeliveries', [deliveryTtlMs], deliveries.map(cells), guard);
  }

  async hold(deliveries: readonly HeldDelivery[], guard?: CheckpointGuard): Promise<boolean> {
    const cells = ({ id, alertId, destination, payload, dueMs, line, digest, atOnce }: HeldDelivery) => [
      ...[id, alertId, destination, payload, dueMs, line],
      ...[digest.id, digest.payload, digest.dueMs, digest.laterMs, atOnce],
    ];
    return this.#add('holdDeliveries', [deliveryTtlMs, Date.now()], deliveries.map(cells), guard);
  }

  /** Each script asks for the guard anew: what was added before it fails is as if it had come alone. */
  async #add(
    script: 'enqueueDeliveries' | 'holdDeliveries',
    settings: readonly number[],
    deliveries: readonly (readonly (string | number)[])[],
    guard: CheckpointGuard | undefined,
  ): Promise<boolean> {
    const { prefix } = this.redis;
    const keys = guard === undefined ? [] : [checkpointKey(prefix, guard.scope)];
    const held = [guard?.key ?? '', guard?.value === undefined ? '0' : '1', guard?.value ?? ''];
    for (let at = 0; at < deliveries.length; at += enqueuedAtOnce) {
      const some = deliveries.slice(at, at + enqueuedAtOnce).flat();
      if ((await this.redis.script(script, keys, [...held, prefix, ...settings, ...some])) !== 1) return false;
    }
    return true;
  }

  async members(digestId: string): Promise<readonly DigestMember[]> {
    const { prefix } = this.redis;
    const ids = await this.redis.run((client) => client.lrange(`${prefix}members:${digestId}`, 0, -1));
    if (ids.length === 0) return [];
    const replies = await this.redis.pipeline(
      ids.map((id) => ['hmget', `${prefix}delivery:${id}`, 'alert', 'line', 'state'] as const),
    );
    return ids.flatMap((id, at) => {
      const [alertId, line, state] = replies[at] as (string | null)[];
      return alertId == null || line == null ? [] : [{ id, alertId, line, state: state as DeliveryState }];
    });
  }

  async settle(digestId: string, ids: readonly string[], state: DeliveryEndState, note = ''): Promise<void> {
    const ttlMs = state === 'delivered' ? deliveredPayloadTtlMs : deliveryTtlMs;
    for (let at = 0; at < ids.length; at += settledAtOnce) {
      const some = ids.slice(at, at + settledAtOnce);
      await this.redis.script('settleDeliveries', [], [this.redis.prefix, digestId, state, note, ttlMs, ...some]);
    }
  }

  async payloads(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const told = new Map<string, string>();
    for (let at = 0; at < ids.length; at += readAtOnce) {
      const some = ids.slice(at, at + readAtOnce);
      const replies = await this.redis.run((client) =>
        client.mget(some.map((id) => `${this.redis.prefix}payload:${id}`)),
      );
      for (const [index, id] of some.entries()) {
        const payload = replies[index];
        if (payload != null) told.set(id, payload);
      }
    }
    return told;
  }

  async claim({
    destination,
    limit,
    nowMs,
    leaseMs,
    token,
  }: Parameters<DeliveryLedger['claim']>[0]): Promise<readonly ClaimedDelivery[]> {
    const claimed = await this.redis.script(
      'claimDeliveries',
      [],
      [this.redis.prefix, destination, limit, nowMs, leaseMs, token],
    );
    return (claimed as string[][]).map(([id = '', alertId = '', payload = '', due, attempt, enqueued, replays]) => ({
      ...{ id, alertId, destination, payload },
      ...{ dueMs: Number(due), attempt: Number(attempt), enqueuedMs: Number(enqueued), replays: Number(replays) },
    }));
  }

  async extend(id: string, token: string, untilMs: number): Promise<boolean> {
    return (await this.redis.script('extendDelivery', [], [this.redis.prefix, id, token, untilMs])) === 1;
  }

  async rewrite(id: string, token: string, payload: string): Promise<boolean> {
    return (await this.redis.script('rewriteDelivery', [], [this.redis.prefix, id, token, payload])) === 1;
  }

  async noteRoots(roots: readonly NotedRoot[]): Promise<void> {
    if (roots.length === 0) return;
    const key = (name: string) => `${this.redis.prefix}roots:${name}`;
    await this.redis.pipeline(
      roots.flatMap((root) => [
        ['zadd', key(root.key), 'NX', root.atMs, root.alertId] as const,
        ['pexpire', key(root.key), deliveryTtlMs] as const,
      ]),
    );
  }

  async rootsOf(spans: readonly RootSpan[]): Promise<readonly (string | undefined)[]> {
    const asked = spans.flatMap(({ keys, fromMs, toMs }) =>
      keys.map(
        (key) =>
          ['zrangebyscore', `${this.redis.prefix}roots:${key}`, fromMs, toMs, 'WITHSCORES', 'LIMIT', 0, 1] as const,
      ),
    );
    if (asked.length === 0) return spans.map(() => undefined);
    const replies = [...((await this.redis.pipeline(asked)) as string[][])];
    return spans.map(({ keys }) => firstRoot(replies.splice(0, keys.length)));
  }

  async finish(id: string, token: string, state: DeliveryEndState, note = ''): Promise<boolean> {
    const payloadTtlMs = state === 'delivered' ? deliveredPayloadTtlMs : deliveryTtlMs;
    return (
      (await this.redis.script('finishDelivery', [], [this.redis.prefix, id, token, state, note, payloadTtlMs])) === 1
    );
  }

  async reschedule(id: string, token: string, dueMs: number, error: string): Promise<boolean> {
    return (await this.redis.script('rescheduleDelivery', [], [this.redis.prefix, id, token, dueMs, error])) === 1;
  }

  async replay(id: string, dueMs: number): Promise<boolean> {
    return (await this.redis.script('replayDelivery', [], [this.redis.prefix, id, dueMs, deliveryTtlMs])) === 1;
  }

  async status(id: string): Promise<DeliveryStatus | undefined> {
    const [status] = await this.#statuses([id]);
    return status;
  }

  async open(limit: number): Promise<readonly DeliveryStatus[]> {
    const ids = await this.redis.run((client) => client.zrange(`${this.redis.prefix}open`, 0, limit - 1));
    return this.#statuses(ids);
  }

  async nextDueMs(destinations: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (destinations.length === 0) return new Map();
    const replies = await this.redis.pipeline(
      destinations.map((name) => ['zrange', `${this.redis.prefix}due:${name}`, 0, 0, 'WITHSCORES'] as const),
    );
    const next = destinations.flatMap((name, at): [string, number][] => {
      const [, due] = replies[at] as string[];
      return due === undefined ? [] : [[name, Number(due)]];
    });
    return new Map(next);
  }

  async #statuses(ids: readonly string[]): Promise<readonly DeliveryStatus[]> {
    if (ids.length === 0) return [];
    const fields = ['state', 'alert', 'destination', 'attempts', 'error', 'due', 'lease'] as const;
    const replies = await this.redis.pipeline(
      ids.map((id) => ['hmget', `${this.redis.prefix}delivery:${id}`, ...fields] as const),
    );
    return ids.flatMap((id, at) => {
      const [state, alertId, destination, attempts, lastError, due, lease] = replies[at] as (string | null)[];
      if (!state) return [];
      const next = lease ?? due;
      return [
        {
          ...{
            id,
            alertId: alertId ?? '',
            destination: destination ?? '',
            state: state as DeliveryState,
            attempts: Number(attempts),
          },
          ...(lastError != null && { [state === 'muted' ? 'mutedBy' : 'lastError']: lastError }),
          ...(next != null && { dueMs: Number(next) }),
        },
      ];
    });
  }
}

/** Of replies of an id and its time each: the earliest, of several at one time the lowest. */
function firstRoot(replies: readonly string[][]): string | undefined {
  const roots = replies.flatMap(([alertId, atMs]) => (alertId === undefined ? [] : [{ alertId, atMs: Number(atMs) }]));
  const [first] = roots.sort((a, b) => a.atMs - b.atMs || (a.alertId < b.alertId ? -1 : 1));
  return first?.alertId;
}
