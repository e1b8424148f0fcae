import { setImmediate } from 'node:timers/promises';
import { manualClock, openMemoryStores } from '@trailhound/adapter-embedded';
import { createConditionProcess } from '@trailhound/adapter-worker';
import {
  type Attempt,
  type Channel,
  heartbeatsOf,
  type OutgoingRequest,
  type RouteTest,
  type SeenNotification,
} from '@trailhound/alerting';
import { type Alert, DeliveryEvent, formatNotice, type Topic, topics } from '@trailhound/contracts';
import { createNotifier } from '@trailhound/notifier';
import type { RecordLog, Sender, TemplateWorker } from '@trailhound/ports';
import { createLogger, createMetrics } from '@trailhound/runtime';
import { messageText } from './message-text.js';
import type { RouteConfig } from './route-config.js';
import { sampleAlerts } from './sample-alerts.js';

/** Turns of the event loop in which the notifier gets done what a moment has for it. */
const turnsAtRest = 20;
const encoder = new TextEncoder();

/** Something that happens in a test. */
interface Happening {
  readonly atMs: number;
  readonly topic: Topic;
  readonly key: string;
  readonly value: string;
}

/**
 * What is told in a test: the notifier itself, on stores in memory, with a clock that jumps from one thing to do to the
 * next, and destinations that take what they are sent.
 */
export async function simulate(config: RouteConfig, test: RouteTest): Promise<readonly SeenNotification[]> {
  const startMs = Date.parse(test.at);
  const endMs = startMs + test.for;
  const clock = manualClock(startMs);
  const stores = openMemoryStores({ clock });
  const seen: SeenNotification[] = [];
  const attempts = new WeakMap<OutgoingRequest, { readonly to: string; readonly attempt: Attempt }>();
  const destinations = new Map([...config.destinations].map(([to, channel]) => [to, watched(to, channel)] as const));

  function watched(to: string, channel: Channel): Channel {
    return {
      ...channel,
      request(attempt) {
        const request = channel.request(attempt);
        attempts.set(request, { to, attempt });
        return request;
      },
      // Whoever takes it here is no Slack and no mail server.
      outcome: (answer) =>
        answer.kind === 'answered' && answer.status === 200 ? { kind: 'delivered' } : channel.outcome(answer),
    };
  }

  // It works in a process of its own, and so in a time of its own.
  const worker = createConditionProcess();
  let shaping = 0;
  const templates: TemplateWorker = {
    async json(asks) {
      shaping += 1;
      return worker.json(asks).finally(() => {
        shaping -= 1;
      });
    },
    stop: () => worker.stop(),
  };

  const sender: Sender = {
    async send(request) {
      const made = attempts.get(request);
      if (made === undefined) throw new TypeError('a request that no destination made');
      const { to, attempt } = made;
      const afterMs = clock.now() - startMs;
      const isDown = test.down.some(
        ({ to: name, from, until = test.for }) => name === to && from <= afterMs && afterMs < until,
      );
      if (isDown) return { kind: 'answered', status: 500, body: 'down, as the test says' };
      const { notice } = attempt;
      const alerts = notice.notice === 'digest' ? notice.digest.count : 1;
      if (notice.notice !== 'test') seen.push({ to, kind: notice.notice, afterMs, alerts, text: messageText(request) });
      return { kind: 'answered', status: 200, body: '' };
    },
    close: async () => undefined,
  };
  const log = watchingMutes(stores.log, (to, mutedBy) => {
    seen.push({ to, kind: 'muted', afterMs: clock.now() - startMs, alerts: 1, text: mutedBy });
  });
  const notifier = createNotifier({
    config: { routes: config.routes, routing: config.routing, destinations },
    ...{ log, state: stores.state, sender, templates, clock, random: () => 0.5 },
    logger: createLogger({ service: 'routes test', level: 'silent' }),
    metrics: createMetrics({ version: 'test' }),
  });
  const running = notifier.run();

  const happenings = happeningsOf(test, startMs);
  const beats = heartbeatsOf(config.routes).map(({ everyMs }) => everyMs);
  let failed: unknown;
  running.catch((error: unknown) => {
    failed = error ?? new Error('the notifier ended');
  });
  for (;;) {
    while (happenings[0] !== undefined && happenings[0].atMs <= clock.now()) {
      const { topic, key, value } = happenings.shift() as Happening;
      await stores.log.publish(topic, [{ key, value: encoder.encode(value), headers: {} }]);
    }
    const before = seen.length;
    for (let turn = 0; turn < turnsAtRest; turn += 1) await setImmediate();
    if (failed !== undefined) throw failed;
    if (seen.length > before || shaping > 0) continue;
    const nowMs = clock.now();
    if (nowMs >= endMs) break;
    const due = await stores.state.deliveries.nextDueMs([...destinations.keys()]);
    const next = [
      ...due.values(),
      ...happenings.slice(0, 1).map(({ atMs }) => atMs),
      ...beats.map((every) => (Math.floor(nowMs / every) + 1) * every),
    ];
    // What is due and was not begun waits for the pace of its destination.
    clock.advance(Math.max(1_000, Math.min(endMs, ...next) - nowMs));
  }
  let isStopped = false;
  const stopped = notifier.stop(AbortSignal.abort()).then(() => {
    isStopped = true;
  });
  while (!isStopped) {
    clock.advance(1_000);
    await setImmediate();
  }
  await stopped;
  await Promise.all([stores.close(), templates.stop()]);
  return seen;
}

function happeningsOf(test: RouteTest, startMs: number): Happening[] {
  const named = new Map<string, Alert>();
  const fired = test.alerts.flatMap((given, at) =>
    sampleAlerts(given, startMs, at).map((alert): Happening => {
      if (given.as !== undefined) named.set(given.as, alert);
      return { atMs: Date.parse(alert.firedAt), topic: topics.alerts, key: alert.id, value: JSON.stringify(alert) };
    }),
  );
  const changed = test.changes.flatMap(({ after, alert: name, state }): readonly Happening[] => {
    const alert = named.get(name);
    if (alert === undefined) return [];
    const atMs = startMs + after;
    const change = {
      version: 1,
      alertId: alert.id,
      state,
      by: 'routes test',
      at: new Date(atMs).toISOString(),
    } as const;
    return [{ atMs, topic: topics.changes, key: alert.id, value: formatNotice({ notice: 'changed', alert, change }) }];
  });
  return [...fired, ...changed].sort((a, b) => a.atMs - b.atMs);
}

/** A log that tells of every delivery that ends muted. */
function watchingMutes(log: RecordLog, onMuted: (to: string, mutedBy: string) => void): RecordLog {
  return {
    ...log,
    async publish(topic, messages) {
      await log.publish(topic, messages);
      if (topic !== topics.deliveries) return;
      for (const { value } of messages) {
        const event = value && DeliveryEvent.parse(JSON.parse(new TextDecoder().decode(value)));
        if (event?.state === 'muted') onMuted(event.destination, `muted by ${event.mutedBy}`);
      }
    },
  };
}
