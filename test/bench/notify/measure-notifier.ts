import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedStores } from '@trailhound/adapter-embedded';
import { createHttpSender } from '@trailhound/adapter-http';
import { Destinations, plainRouting, Routes } from '@trailhound/alerting';
import { topics } from '@trailhound/contracts';
import { combineSenders, createNotifier, openDestinations } from '@trailhound/notifier';
import { createLogger, createMetrics, createSecrets, systemClock } from '@trailhound/runtime';
import { buildAlert } from '@trailhound/testkit';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import type { Receiver } from './receiver.js';
import type { Arrived } from './receiver-process.js';

export interface Load {
  readonly destinations: number;
  /** The first so many of them never answer. */
  readonly hanging: number;
  /** Alerts a second, each to one destination in turn. */
  readonly perSecond: number;
  readonly seconds: number;
}

export interface NotifierFigures extends Arrived {
  readonly load: Load;
  /** What the destinations that answer were to be sent. */
  readonly wanted: number;
  /** Deliveries a second that arrived while alerts came. */
  readonly perSecond: number;
}

const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const ticksPerSecond = 10;
/** What is late is waited for so long before it counts as missing. */
const patienceMs = 60_000;

/** A notifier as `trailhound up` runs it, on a data folder, under a steady stream of alerts. */
export async function measureNotifier(receiver: Receiver, load: Load): Promise<NotifierFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-bench-notify-'));
  const stores = openEmbeddedStores(folder, { clock: systemClock });
  const config = await configOf(receiver.port, load);
  const sender = combineSenders({ http: createHttpSender({ policy: config.policy, clock: systemClock }) });
  const notifier = createNotifier({
    ...{ config, log: stores.log, state: stores.state, sender, clock: systemClock, random: Math.random },
    logger: createLogger({ service: 'notifier', level: 'silent' }),
    metrics: createMetrics({ version: 'bench' }),
  });
  const running = notifier.run();
  try {
    await receiver.arrived();
    const startedMs = Date.now();
    let published = 0;
    let wanted = 0;
    for (let tick = 1; tick <= load.seconds * ticksPerSecond; tick += 1) {
      const until = Math.round((load.perSecond * tick) / ticksPerSecond);
      const alerts = Array.from({ length: until - published }, (_, at) => alertOf(published + at, load));
      wanted += alerts.filter(({ rule }) => Number(rule) >= load.hanging).length;
      published = until;
      await stores.log.publish(
        topics.alerts,
        alerts.map((alert) => ({ key: alert.id, value: Buffer.from(JSON.stringify(alert)), headers: {} })),
      );
      await sleep(Math.max(0, startedMs + (tick * 1_000) / ticksPerSecond - Date.now()));
    }
    const during = await receiver.arrived();
    const tookSeconds = (Date.now() - startedMs) / 1_000;
    const all = await rest(receiver, during, wanted);
    return { ...all, load, wanted, perSecond: during.deliveries / tookSeconds };
  } finally {
    await notifier.stop(AbortSignal.abort());
    await running;
    await sender.close();
    await stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What came by the end, with the worst of both parts: what is late is not better for being late. */
async function rest(receiver: Receiver, during: Arrived, wanted: number): Promise<Arrived> {
  let all = during;
  for (const endMs = Date.now() + patienceMs; all.deliveries < wanted && Date.now() < endMs; ) {
    await sleep(200);
    const late = await receiver.arrived();
    all = {
      deliveries: all.deliveries + late.deliveries,
      p50Ms: all.p50Ms,
      p99Ms: Math.max(all.p99Ms, late.p99Ms),
      maxMs: Math.max(all.maxMs, late.maxMs),
    };
  }
  return all;
}

function alertOf(number: number, { destinations }: Load) {
  const rule = String(number % destinations);
  return buildAlert({ rule, uid: `bench-${number}-${Math.random()}`, firedAt: new Date().toISOString() });
}

async function configOf(port: number, { destinations, hanging }: Load) {
  const names = Array.from({ length: destinations }, (_, at) => String(at));
  const urlOf = (at: number) => `http://127.0.0.1:${port}/${at < hanging ? 'hang' : 'hook'}/${at}`;
  const opened = await openDestinations(
    {
      destinations: Destinations.parse(
        Object.fromEntries(names.map((name, at) => [name, { webhook: { url: urlOf(at), secret } }])),
      ),
      routes: Routes.parse(names.map((name) => ({ match: { rule: name }, to: [name], continue: false }))),
      routing: plainRouting,
      network: { allow: ['127.0.0.0/8'] },
    },
    createSecrets(),
  );
  if (!opened.ok) throw new BenchFailure(opened.problems[0]?.message ?? 'bad configuration', exitCodes.failed);
  return opened.value;
}
