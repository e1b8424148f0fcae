import { setTimeout as sleep } from 'node:timers/promises';
import { recordUid } from '@trailhound/cloudtrail';
import { Alert, formatOrigin, recordHeaderNames, topics } from '@trailhound/contracts';
import { createMatcher, createRulesMetrics, createRulesState, followRules } from '@trailhound/matcher';
import type { Clock, Logger, LogMessage, ObservedBatch, RecordLog, StateStore, WindowStore } from '@trailhound/ports';
import { noContent, type RulesContent } from '@trailhound/rules';
import { createHealth, createMetrics } from '@trailhound/runtime';
import { cloudTrailRecord } from '@trailhound/testkit';
import { waitUntil } from '@trailhound/testkit/launchers';

/** Log and state as one process opens them. */
export interface OpenedStores {
  readonly log: RecordLog;
  readonly state: StateStore;
}

export interface LoadOptions {
  readonly open: () => Promise<OpenedStores>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly matchers: number;
  readonly revisions: number;
  /** Milliseconds between two pushes. */
  readonly pushEveryMs: number;
  /** The last matcher reads every message of `rules.state` this much later than the others. */
  readonly laggardMs: number;
  /** The store is asked without the revision: what the test must find out. */
  readonly isUnguarded?: boolean;
}

/** One call of `observe`, in the order of one clock for all matchers. */
export interface Observed {
  readonly matcher: number;
  readonly began: number;
  readonly ended: number;
  readonly revision: number;
  readonly kind: 'ok' | 'regressed' | 'outdated';
}

export interface LoadResult {
  readonly published: readonly string[];
  readonly alerts: readonly Alert[];
  readonly observed: readonly Observed[];
}

/** Revision `n` is one rule that matches every record, and is named after it. */
export function revisionContent(n: number): RulesContent {
  const text = `id: rev-${n}\ntitle: rev-${n}\ncondition: eventName = "DeleteTrail"\n`;
  return { ...noContent, rules: [{ path: 'rules/only.yaml', text }] };
}

/** Pushes revisions one after the other while records come in and several matchers work, and tells all that was seen. */
export async function pushUnderLoad(options: LoadOptions): Promise<LoadResult> {
  const { open, clock, logger, matchers, revisions, pushEveryMs, laggardMs, isUnguarded } = options;
  const main = await open();
  const writer = createRulesState({ log: main.log, clock });
  const writing = writer.run();
  const push = (n: number) =>
    writer.push(revisionContent(n), { at: new Date(clock.now()).toISOString(), by: 'the test', from: 'memory' });
  await push(1);

  const observed: Observed[] = [];
  let moment = 0;
  const running = await Promise.all(
    Array.from({ length: matchers }, async (_, number) => {
      const { log, state } = await open();
      const lag = number === matchers - 1 ? laggardMs : 0;
      const rulesState = createRulesState({ log: readingLate(log, lag), clock });
      const metrics = createMetrics({ version: 'test' });
      const rules = followRules({ state: rulesState, clock, logger, metrics: createRulesMetrics(metrics) });
      const windows: WindowStore = {
        stamp: (...given) => state.windows.stamp(...given),
        summary: (...given) => state.windows.summary(...given),
        judge: (...given) => state.windows.judge(...given),
        markDone: (...given) => state.windows.markDone(...given),
        async observe(batch) {
          const began = ++moment;
          const result = await state.windows.observe(isUnguarded ? unguarded(batch) : batch);
          observed.push({
            ...{ matcher: number, began, ended: ++moment, kind: result.kind },
            revision: batch.rules?.revision ?? 0,
          });
          return result;
        },
      };
      const matcher = createMatcher({
        ...{ log, clock, logger, metrics, rules, maxBatch: 20 },
        state: { windows, tallies: state.tallies, checkpoints: state.checkpoints, ping: () => state.ping() },
        health: createHealth({ clock }),
      });
      const work = Promise.all([rulesState.run(), rules.first.then(() => matcher.run())]);
      return { matcher, rulesState, work };
    }),
  );

  const published: string[] = [];
  const publish = async () => {
    const batch = Array.from({ length: 40 }, (_, at) => record(published.length + at));
    await main.log.publish(topics.records, batch);
    published.push(...batch.map(({ key }) => key));
  };
  // Everybody has joined and works before the first change.
  const allWork = async () => {
    await publish();
    return new Set(observed.map(({ matcher }) => matcher)).size === matchers;
  };
  await waitUntil('all matchers work', allWork, 60_000, 100);
  const before = published.length;
  let isPushing = true;
  const feeding = (async () => {
    while (isPushing) {
      await publish();
      await sleep(10);
    }
  })();
  for (let n = 2; n <= revisions; n += 1) {
    await sleep(pushEveryMs);
    await push(n);
  }
  await sleep(pushEveryMs);
  isPushing = false;
  await feeding;
  const alerts = await alertsOf(main.log, clock, new Set(published));
  await Promise.all(
    running.map(async ({ matcher, rulesState, work }) => {
      await Promise.all([matcher.stop(), rulesState.stop()]);
      await work;
    }),
  );
  await writer.stop();
  await writing;
  return { published: published.slice(before), alerts, observed };
}

function unguarded({ rules: _, ...batch }: ObservedBatch): ObservedBatch {
  return batch;
}

/** The same log, whose `rules.state` is read late. */
function readingLate(log: RecordLog, lagMs: number): RecordLog {
  if (lagMs === 0) return log;
  return {
    publish: (...given) => log.publish(...given),
    offsetsForTime: (...given) => log.offsetsForTime(...given),
    bounds: (...given) => log.bounds(...given),
    ping: () => log.ping(),
    close: () => log.close(),
    consumer(options) {
      const consumer = log.consumer(options);
      if (options.topic !== topics.rulesState) return consumer;
      const run: typeof consumer.run = (handle) =>
        consumer.run(async (...given) => {
          await sleep(lagMs);
          await handle(...given);
        });
      return new Proxy(consumer, {
        get: (target, name) => {
          const member: unknown = name === 'run' ? run : Reflect.get(target, name);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      });
    },
  };
}

function record(at: number): LogMessage {
  const body = cloudTrailRecord({
    eventSource: 'cloudtrail',
    eventName: 'DeleteTrail',
    eventTime: new Date(Date.UTC(2026, 2, 1) + at * 1000),
  });
  const { uid } = recordUid(body);
  const origin = formatOrigin({ source: 'files', input: 'load.json', index: at });
  return {
    key: uid,
    value: new TextEncoder().encode(JSON.stringify(body)),
    headers: { [recordHeaderNames.uid]: uid, [recordHeaderNames.origin]: origin },
  };
}

/** Every alert of the topic, once each of these records has one. */
async function alertsOf(log: RecordLog, clock: Clock, uids: ReadonlySet<string>): Promise<readonly Alert[]> {
  const alerts: Alert[] = [];
  const seen = new Set<string>();
  const reader = log.consumer({ topic: topics.alerts, group: `reader-${clock.now()}` });
  const reading = reader.run(async ({ records }) => {
    for (const { value } of records) {
      const alert = Alert.parse(JSON.parse(new TextDecoder().decode(value ?? new Uint8Array())));
      alerts.push(alert);
      for (const { uid } of alert.records) seen.add(uid);
    }
  });
  try {
    await waitUntil('every record has its alert', () => seen.isSupersetOf(uids), 60_000, 50);
  } finally {
    await reader.stop();
    await reading;
  }
  return alerts;
}

/** Pairs of calls by which the revision fell: the second began after the first had been carried out. */
export function falls(observed: readonly Observed[]): readonly string[] {
  const done = observed.filter(({ kind }) => kind === 'ok').sort((a, b) => a.ended - b.ended);
  const begun = observed.filter(({ kind }) => kind === 'ok').sort((a, b) => a.began - b.began);
  const found: string[] = [];
  let at = 0;
  let highest = 0;
  for (const call of begun) {
    for (let next = done[at]; next !== undefined && next.ended < call.began; next = done[++at])
      highest = Math.max(highest, next.revision);
    if (call.revision < highest) found.push(`matcher ${call.matcher}: ${call.revision} after ${highest}`);
  }
  return found;
}
