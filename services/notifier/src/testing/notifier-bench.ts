import { setImmediate } from 'node:timers/promises';
import { type ManualClock, manualClock, openMemoryStores } from '@trailhound/adapter-embedded';
import {
  type AddressPolicy,
  Destinations,
  type HttpRequest,
  parseAddressPolicy,
  plainRouting,
  type Route,
  type Routing,
  routesToAll,
} from '@trailhound/alerting';
import { type Alert, DeadLetter, DeliveryEvent, deliveryId, type Topic, topics } from '@trailhound/contracts';
import type { RecordLog, Sender, SendResult, StateStore } from '@trailhound/ports';
import {
  createHealth,
  createLogger,
  createMetrics,
  createSecrets,
  type Health,
  type Metrics,
} from '@trailhound/runtime';
import { openDestinations } from '../config/open-destinations.js';
import { createNotifier, type Notifier } from '../notifier.js';

/** Notifiers on stores in memory and a clock that moves when told; each notifier stands for one process. */
export interface NotifierBench {
  readonly clock: ManualClock;
  readonly log: RecordLog;
  readonly state: StateStore;
  /** Every request that any process sent, in order. */
  readonly sent: SentWebhook[];
  readonly metrics: Metrics;
  readonly health: Health;
  /** How destinations answer. Default 200. */
  answer: (request: SentWebhook) => SendResult | Promise<SendResult>;
  publish(...alerts: readonly Alert[]): Promise<void>;
  publishRaw(topic: Topic, key: string, value: string): Promise<void>;
  /** Starts a process; `wrap` may put faults around its ports. */
  start(wrap?: (ports: BenchPorts) => BenchPorts): Notifier;
  /** Lets time pass, a second at a time, until the condition holds; fails after `seconds`. */
  until(condition: () => boolean | Promise<boolean>, seconds?: number): Promise<void>;
  journal(): Promise<readonly DeliveryEvent[]>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  ids(destination: string, ...alerts: readonly Alert[]): readonly string[];
  /** Stops a process without waiting for what it has under way. */
  stopped(notifier: Notifier): Promise<void>;
  readonly policy: AddressPolicy;
  /** How requests go out. Default: nowhere, `answer` answers. */
  sender: Sender;
  close(): Promise<void>;
}

export interface BenchPorts {
  readonly log: RecordLog;
  readonly state: StateStore;
  readonly sender: Sender;
}

export interface SentWebhook {
  readonly id: string;
  readonly attempt: number;
  readonly host: string;
  readonly atMs: number;
  readonly request: HttpRequest;
  readonly signal: AbortSignal;
}

const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

export async function notifierBench(
  given: readonly string[] | Readonly<Record<string, object>> = ['soc'],
  routes?: readonly Route[],
  allow: readonly string[] = [],
  routing: Routing = plainRouting,
): Promise<NotifierBench> {
  const clock = manualClock(Date.parse('2026-03-01T10:05:00Z'));
  const stores = openMemoryStores({ clock });
  const metrics = createMetrics({ version: 'test' });
  const health = createHealth({ clock });
  const destinations = Destinations.parse(isNames(given) ? webhooksOf(given) : given);
  const names = Object.keys(destinations);
  const config = {
    destinations,
    routes: [...(routes ?? routesToAll(names))],
    routing,
    network: { allow: [...allow] },
  };
  const opened = await openDestinations(config, createSecrets());
  const policy = parseAddressPolicy(allow);
  if (!opened.ok || !policy.ok) throw new Error('bad bench');
  const processes: Notifier[] = [];

  const sender: Sender = {
    async send(request, signal) {
      if (request.over !== 'http') throw new TypeError(`the bench takes no ${request.over}`);
      const { 'webhook-id': id = '', 'webhook-attempt': attempt = '' } = request.headers;
      const host = new URL(request.url).hostname;
      const sent = { id, attempt: Number(attempt), host, atMs: clock.now(), request, signal };
      bench.sent.push(sent);
      return bench.answer(sent);
    },
    close: async () => undefined,
  };

  const bench: NotifierBench = {
    ...{ clock, log: stores.log, state: stores.state, sent: [], metrics, health, sender, policy: policy.value },
    answer: () => ({ kind: 'answered', status: 200, body: 'ok' }),
    async publish(...alerts) {
      for (const alert of alerts) await bench.publishRaw(topics.alerts, alert.id, JSON.stringify(alert));
    },
    async publishRaw(topic, key, value) {
      await stores.log.publish(topic, [{ key, value: new TextEncoder().encode(value), headers: {} }]);
    },
    start(wrap = (ports) => ports) {
      const ports = wrap({ log: stores.log, state: stores.state, sender: bench.sender });
      const logger = createLogger({ service: 'notifier', level: 'silent' });
      const notifier = createNotifier({
        ...ports,
        config: opened.value,
        clock,
        logger,
        metrics,
        health,
        random: () => 0.5,
      });
      processes.push(notifier);
      notifier.run().catch(() => undefined);
      return notifier;
    },
    async until(condition, seconds = 300) {
      for (let passed = 0; passed <= seconds; passed += 1) {
        for (let turn = 0; turn < 20; turn += 1) {
          await setImmediate();
          if (await condition()) return;
        }
        clock.advance(1_000);
      }
      throw new Error(
        `not within ${seconds} s; sent: ${JSON.stringify(bench.sent.map(({ id, attempt }) => [id, attempt]))}`,
      );
    },
    journal: async () => (await read(topics.deliveries)).map((text) => DeliveryEvent.parse(JSON.parse(text))),
    deadLetters: async () => (await read(topics.deadLetters)).map((text) => DeadLetter.parse(JSON.parse(text))),
    ids: (destination, ...alerts) => alerts.map(({ id }) => deliveryId(id, destination)),
    async stopped(notifier) {
      let isStopped = false;
      void notifier.stop(AbortSignal.abort()).then(() => {
        isStopped = true;
      });
      await bench.until(() => isStopped);
    },
    async close() {
      const stopped = processes.map((notifier) => notifier.stop(AbortSignal.abort()));
      await bench.until(() => Promise.race([Promise.all(stopped).then(() => true), setImmediate(false)]));
      await stores.close();
    },
  };

  async function read(topic: Topic): Promise<readonly string[]> {
    const { next = 0n } = (await stores.log.bounds(topic)).get(0) ?? {};
    const texts: string[] = [];
    if (next === 0n) return texts;
    const consumer = stores.log.consumer({ topic, group: `bench-${Math.random()}` });
    await new Promise<void>((resolve, reject) => {
      const handle = async ({ records }: { records: readonly { value: Uint8Array | null; offset: bigint }[] }) => {
        for (const { value } of records) texts.push(new TextDecoder().decode(value ?? new Uint8Array()));
        if ((records.at(-1)?.offset ?? 0n) + 1n >= next) resolve();
      };
      consumer.run(handle).catch(reject);
    });
    await consumer.stop();
    return texts;
  }
  return bench;
}

function isNames(given: readonly string[] | Readonly<Record<string, object>>): given is readonly string[] {
  return Array.isArray(given);
}

function webhooksOf(names: readonly string[]): object {
  return Object.fromEntries(
    names.map((name) => [name, { webhook: { url: `https://${name}.example/hook/T0KEN`, secret } }]),
  );
}

/** `alerts` messages of different rules' records. */
export function uidOf(number: number): string {
  return `uid${String(number).padStart(19, '0')}`;
}
