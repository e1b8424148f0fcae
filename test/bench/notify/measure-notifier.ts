import { setTimeout as sleep } from 'node:timers/promises';
import { createHttpSender } from '@trailhound/adapter-http';
import { Destinations, plainRouting, Routes } from '@trailhound/alerting';
import { combineSenders, createNotifier, openDestinations } from '@trailhound/notifier';
import { createLogger, createMetrics, createSecrets, systemClock } from '@trailhound/runtime';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import { prepareAlerts, publishEvenly } from './alert-stream.js';
import type { Ground, GroundName } from './notify-stores.js';
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
  readonly ground: GroundName;
  readonly load: Load;
  /** Alerts a second that could really be published. */
  readonly published: number;
  /** What the destinations that answer were to be sent. */
  readonly wanted: number;
  /** Deliveries a second that arrived while alerts came. */
  readonly perSecond: number;
  /** Processor time of the notifier's process for each that arrived, milliseconds; the publishing is in it. */
  readonly cpuMs: number;
}

const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
/** What is late is waited for so long before it counts as missing. */
const patienceMs = 60_000;

/** A notifier on a ground, with all its durability, under a steady stream of alerts. */
export async function measureNotifier(ground: Ground, receiver: Receiver, load: Load): Promise<NotifierFigures> {
  const { destinations, hanging, perSecond, seconds } = load;
  const config = await configOf(receiver.port, load);
  const stream = { perSecond, seconds, rules: destinations };
  const alerts = prepareAlerts(stream);
  const wanted = alerts.filter((_, at) => at % destinations >= hanging).length;
  const stores = await ground.open();
  const sender = combineSenders({ http: createHttpSender({ policy: config.policy, clock: systemClock }) });
  const notifier = createNotifier({
    ...{ config, log: stores.log, state: stores.state, sender, clock: systemClock, random: Math.random },
    logger: createLogger({ service: 'notifier', level: 'silent' }),
    metrics: createMetrics({ version: 'bench' }),
  });
  const running = notifier.run();
  try {
    await receiver.forget();
    const cpu = process.cpuUsage();
    const took = await publishEvenly(stores.log, alerts, stream);
    const during = await receiver.arrived();
    const all = await allOf(receiver, wanted);
    const { user, system } = process.cpuUsage(cpu);
    return {
      ...all,
      ...{ ground: ground.name, load, wanted, published: alerts.length / took },
      perSecond: during.deliveries / took,
      cpuMs: (user + system) / 1_000 / Math.max(1, all.deliveries),
    };
  } finally {
    await notifier.stop(AbortSignal.abort());
    await running;
    await sender.close();
    await stores.close();
  }
}

/** Waits for what is late; its delays count as those of the others. */
async function allOf(receiver: Receiver, wanted: number): Promise<Arrived> {
  let all = await receiver.arrived();
  for (const endMs = Date.now() + patienceMs; all.deliveries < wanted && Date.now() < endMs; ) {
    await sleep(200);
    all = await receiver.arrived();
  }
  return all;
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
