import { setImmediate } from 'node:timers/promises';
import { type EmbeddedStores, manualClock, openMemoryStores } from '@trailhound/adapter-embedded';
import { recordUid } from '@trailhound/cloudtrail';
import { Alert, formatOrigin, type Origin, recordHeaderNames, type Topic, topics } from '@trailhound/contracts';
import type { Clock, LogMessage, LogRecord, RecordLog } from '@trailhound/ports';
import type { CompiledRules } from '@trailhound/rules';
import { createHealth, createMetrics } from '@trailhound/runtime';
import type { JsonObject } from '@trailhound/testkit';
import { createMatcher, type MatcherOptions } from '../match/matcher.js';
import { fixedRules } from '../match/matcher-rules.js';
import { bytesOf } from './records.js';

const startMs = Date.UTC(2026, 0, 15, 12);

/** A record as the collector would publish it. */
export function recordMessage(record: JsonObject, index = 0, origin: Partial<Origin> = {}): LogMessage {
  const { uid } = recordUid(record);
  const header = formatOrigin({ source: 'files', input: 'input.json', index, ...origin });
  return {
    key: uid,
    value: bytesOf(record),
    headers: { [recordHeaderNames.uid]: uid, [recordHeaderNames.origin]: header },
  };
}

/** Log and state in memory or where the test opens them, under a clock that the test moves. */
export function memoryPipeline(open: (clock: Clock) => EmbeddedStores = (clock) => openMemoryStores({ clock })) {
  const clock = manualClock(startMs);
  const stores = open(clock);
  const messages: string[] = [];
  const say = (_facts: object, message: string) => void messages.push(message);
  const logger = { debug: say, info: say, warn: say, error: say };
  const metrics = createMetrics({ version: 'test' });
  const health = createHealth({ clock });

  function matcher(rules: CompiledRules, change: Partial<MatcherOptions> = {}) {
    const { log, state } = stores;
    return createMatcher({
      log,
      state,
      rules: fixedRules(rules),
      clock,
      logger,
      metrics,
      health,
      random: () => 0,
      ...change,
    });
  }

  /** Time goes on; not faster than the state answers, which may lie in another process. */
  async function onTime(): Promise<void> {
    await stores.state.ping();
    // Pauses between attempts are over at once; leases of 30 s are not.
    clock.advance(500);
  }

  return {
    clock,
    ...stores,
    messages,
    metrics,
    health,
    matcher,
    /** Runs a matcher until it has nothing left to do, or until `isOver`. */
    async drain(rules: CompiledRules, change: Partial<MatcherOptions> = {}, isOver: () => boolean = () => false) {
      const running = matcher(rules, change);
      const run = running.run();
      await until(async () => {
        await onTime();
        return isOver() || (await left(stores)) === 0n;
      });
      await running.stop();
      await run;
    },
    /**
     * Runs matchers side by side, in one group, until each is dead or there is nothing left to do: one reads, and whoever
     * dies is followed by the next while what it had begun goes on.
     */
    async interleave(rules: CompiledRules, members: readonly (Partial<MatcherOptions> & { isDead(): boolean })[]) {
      const running = members.map(({ isDead, ...change }) => ({ isDead, matcher: matcher(rules, change) }));
      const runs = running.map((one) => one.matcher.run());
      let alive = running;
      await until(async () => {
        await onTime();
        const isDone = (await left(stores)) === 0n;
        const leaving = alive.filter(({ isDead }) => isDone || isDead());
        alive = alive.filter((one) => !leaving.includes(one));
        for (const one of leaving) await one.matcher.stop();
        return alive.length === 0;
      });
      await Promise.all(runs);
    },
    alerts: async () => (await read(stores.log, topics.alerts)).map(({ value }) => Alert.parse(parse(value))),
    quarantined: async () => (await read(stores.log, topics.quarantine)).map(({ value }) => parse(value)),
  };
}

/** Waits, giving everything else its turn, until the claim holds; for as long as the test may take. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate();
}

async function left({ log }: EmbeddedStores): Promise<bigint> {
  const probe = log.consumer({ topic: topics.records, group: 'trailhound-matcher' });
  const committed = (await probe.committed(topics.records, 0)) ?? 0n;
  const bounds = (await log.bounds(topics.records)).get(0);
  return (bounds?.next ?? 0n) - committed;
}

async function read(log: RecordLog, topic: Topic): Promise<readonly LogRecord[]> {
  const next = (await log.bounds(topic)).get(0)?.next ?? 0n;
  const found: LogRecord[] = [];
  if (next === 0n) return found;
  const reader = log.consumer({ topic, group: `reader-${crypto.randomUUID()}` });
  const run = reader.run(async (batch) => {
    found.push(...batch.records);
  });
  await until(() => BigInt(found.length) >= next);
  await reader.stop();
  await run;
  return found;
}

function parse(value: Uint8Array | null): unknown {
  return JSON.parse(new TextDecoder().decode(value ?? new Uint8Array()));
}
