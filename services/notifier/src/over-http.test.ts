import { openMemoryStores } from '@trailhound/adapter-embedded';
import { createHttpSender } from '@trailhound/adapter-http';
import { Destinations, plainRouting } from '@trailhound/alerting';
import { deliveryId, topics } from '@trailhound/contracts';
import { createLogger, createMetrics, createSecrets, systemClock } from '@trailhound/runtime';
import { buildAlert, type Fault, startWebhookReceiver } from '@trailhound/testkit';
import { expect, it } from 'vitest';
import { openDestinations } from './config/open-destinations.js';
import { combineSenders } from './deliver/combine-senders.js';
import { createNotifier } from './notifier.js';
import { uidOf } from './testing/notifier-bench.js';

const secret = `whsec_${Buffer.alloc(32, 4).toString('base64')}`;

/** Every third first attempt goes wrong, each time in another way; all of them are worth a second try. */
const faults: readonly Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'reset' },
  { kind: 'status', status: 429, retryAfter: '1' },
  { kind: 'endless-headers' },
];

it('delivers every alert to a strict receiver that fails now and then, over real HTTP', async () => {
  const seen = new Map<string, number>();
  let planned = 0;
  const receiver = await startWebhookReceiver({
    secret,
    misbehave({ id }) {
      const times = (seen.get(id) ?? 0) + 1;
      seen.set(id, times);
      return times === 1 && seen.size % 3 === 0 ? faults[planned++ % faults.length] : undefined;
    },
  });
  const stores = openMemoryStores({ clock: systemClock });
  const opened = await openDestinations(
    {
      destinations: Destinations.parse({ soc: { webhook: { url: receiver.url, secret } } }),
      routes: undefined,
      routing: plainRouting,
      network: { allow: ['127.0.0.0/8'] },
    },
    createSecrets(),
  );
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const sender = combineSenders({ http: createHttpSender({ policy: opened.value.policy, clock: systemClock }) });
  const notifier = createNotifier({
    ...{ config: opened.value, log: stores.log, state: stores.state, sender, clock: systemClock, random: Math.random },
    logger: createLogger({ service: 'notifier', level: 'silent' }),
    metrics: createMetrics({ version: 'test' }),
  });
  const running = notifier.run();
  try {
    const alerts = Array.from({ length: 24 }, (_, at) =>
      buildAlert({ uid: uidOf(at), userAgent: 'u'.repeat(at * 2_000) }),
    );
    await stores.log.publish(
      topics.alerts,
      alerts.map((alert) => ({ key: alert.id, value: Buffer.from(JSON.stringify(alert)), headers: {} })),
    );
    expect(await notifier.drain(20_000)).toEqual([]);
    expect([...receiver.accepted].sort()).toEqual(alerts.map(({ id }) => deliveryId(id, 'soc')).sort());
    expect(receiver.requests.filter(({ objection }) => objection !== undefined)).toEqual([]);
    expect(receiver.requests).toHaveLength(24 + planned);
    expect(planned).toBe(8);
  } finally {
    await notifier.stop(AbortSignal.abort());
    await running;
    await sender.close();
    await stores.close();
    await receiver.close();
  }
});
