import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openKafkaLog } from '@trailhound/adapter-kafka';
import { topics } from '@trailhound/contracts';
import type { Logger, LogMessage } from '@trailhound/ports';
import type { ClientTask, Recovered, Transferred } from './client-task.js';

/**
 * One client at one task, in a process of its own so that its memory can be seen: the task is the argument, the figures are
 * one JSON line. Nothing is done with a record but committing the batch it came in.
 */
const task = JSON.parse(process.argv[2] ?? '') as ClientTask;
const topic = topics.records;
const batch = 500;
const publishersAtOnce = 4;
const quiet: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };

const log = await openKafkaLog({
  ...{ client: task.client, brokers: [task.broker], clientId: 'bench', topicPrefix: task.topicPrefix },
  ...{ sessionTimeoutMs: 6000, logger: quiet },
});
await log.ensureTopics({ create: true, partitions: 12 });
const figures = await { produce, consume, recover }[task.kind]();
process.stdout.write(`${JSON.stringify(figures)}\n`);
await log.close();
process.exit();

async function produce(): Promise<Transferred> {
  const messages = readFileSync(task.recordsFile, 'utf8').split('\n').filter(Boolean).map(messageOf);
  const batches = Array.from({ length: Math.ceil(messages.length / batch) }, (_, at) =>
    messages.slice(at * batch, (at + 1) * batch),
  );
  await log.publish(topics.alerts, messages.slice(0, batch));
  return measured(messages.length, async () => {
    await Promise.all(
      Array.from({ length: publishersAtOnce }, async () => {
        for (let next = batches.shift(); next; next = batches.shift()) await log.publish(topic, next);
      }),
    );
  });
}

async function consume(): Promise<Transferred> {
  const bounds = await log.bounds(topic);
  const waiting = [...bounds.values()].reduce((sum, { first, next }) => sum + Number(next - first), 0);
  const started = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  let read = 0;
  const consumer = log.consumer({ topic, group: `bench-${process.pid}` });
  const running = consumer.run(async ({ records, partition }) => {
    started.resolve();
    read += records.length;
    const last = records.at(-1);
    if (last) await consumer.commit(topic, partition, last.offset + 1n);
    if (read >= waiting) done.resolve();
  });
  await Promise.race([started.promise, running]);
  const figures = await measured(waiting, () => Promise.race([done.promise, running]));
  await consumer.stop();
  return figures;
}

/** Publishes and reads a little all the time, until it could do neither for a while and can do both again. */
async function recover(): Promise<Recovered> {
  const written = afterPause();
  const received = afterPause();
  const consumer = log.consumer({ topic, group: `bench-${process.pid}` });
  const running = consumer.run(async ({ records, partition }) => {
    received.happened();
    await consumer.commit(topic, partition, (records.at(-1)?.offset ?? 0n) + 1n);
  });
  running.catch(console.error);
  for (let at = 0; !written.isOver() || !received.isOver(); at += 1) {
    await log.publish(topic, [{ key: `k${at}`, value: Buffer.from('{}'), headers: {} }]);
    written.happened();
    if (received.count() >= 20) process.stderr.write('steady\n');
    await sleep(20);
  }
  await consumer.stop();
  return { writtenAgainMs: written.atMs(), readAgainMs: received.atMs() };
}

/** When something went on after it had not happened for at least three seconds. */
function afterPause() {
  let [lastMs, againMs, times] = [Date.now(), 0, 0];
  return {
    happened() {
      const nowMs = Date.now();
      if (times > 10 && nowMs - lastMs > 3000) againMs = nowMs;
      lastMs = nowMs;
      times += 1;
    },
    count: () => times,
    isOver: () => againMs > 0,
    atMs: () => againMs,
  };
}

async function measured(records: number, work: () => Promise<unknown>): Promise<Transferred> {
  const [startedMs, cpuBefore] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    recordsPerSecond: records / ((performance.now() - startedMs) / 1000),
    cpuMicroseconds: (user + system) / records,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

function messageOf(line: string): LogMessage {
  const { eventID, eventName, eventSource, eventTime, recipientAccountId, awsRegion } = JSON.parse(line);
  const headers = { uid: eventID, 'event-name': eventName, 'event-source': eventSource, 'event-time': eventTime };
  return {
    key: String(eventID),
    value: Buffer.from(line),
    headers: { ...headers, account: String(recipientAccountId), region: String(awsRegion) },
  };
}
