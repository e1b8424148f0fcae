import { writeSync } from 'node:fs';
import { topics } from '@trailhound/contracts';
import { openEmbeddedStores } from '../embedded-stores.js';
import { firingsOf, messageAt, nap, observationOf } from './small-pipeline.js';

/**
 * A whole pipeline in small, to be killed: publishes numbered records, counts them, publishes the alerts, and writes a
 * line for everything that was acknowledged to it. Ends by itself once all is published, counted and committed.
 */
const [directory = '', total = '0'] = process.argv.slice(2);
const count = Number(total);
const stores = openEmbeddedStores(directory, { clock: { now: () => Date.now(), sleep: nap } });
const say = (line: string) => writeSync(1, `${line}\n`);

async function publishAll(): Promise<void> {
  let next = Number((await stores.log.bounds(topics.records)).get(0)?.next ?? 0n);
  while (next < count) {
    const batch = Array.from({ length: Math.min(count - next, 1 + (next % 13)) }, (_, at) => messageAt(next + at));
    await stores.log.publish(topics.records, batch);
    next += batch.length;
    say(`acknowledged ${next} published`);
    await nap(1);
  }
}

const consumer = stores.log.consumer({ topic: topics.records, group: 'matcher', maxBatch: 20 });
const matching = consumer.run(async ({ records, partition }) => {
  const from = records[0]?.offset ?? 0n;
  const to = (records.at(-1)?.offset ?? 0n) + 1n;
  const firings = await firingsOf(stores.state, from, to, records.map(observationOf));
  await nap(1);
  const alerts = firings.map(({ alertId }) => ({ key: alertId, value: Buffer.from('{}'), headers: {} }));
  await stores.log.publish(topics.alerts, alerts);
  for (const { alertId } of firings) say(`alerted ${alertId}`);
  await nap(1);
  await stores.state.windows.markDone(firings);
  await nap(1);
  await consumer.commit(topics.records, partition, to);
  say(`acknowledged ${to} committed`);
  if (to === BigInt(count)) void consumer.stop();
});

const found = (await stores.log.bounds(topics.records)).get(0)?.next ?? 0n;
say(`found ${found} published, ${(await consumer.committed(topics.records, 0)) ?? 0n} committed`);
await publishAll();
if ((await consumer.committed(topics.records, 0)) === BigInt(count)) await consumer.stop();
await matching;
await stores.close();
say('finished');
