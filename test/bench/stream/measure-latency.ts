import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaClientName, KafkaRecordLog } from '@trailhound/adapter-kafka';
import { topics } from '@trailhound/contracts';
import type { LogMessage } from '@trailhound/ports';
import { type ReceivedWebhook, startWebhookReceiver } from '@trailhound/testkit';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import { quantile } from '../kit/median.js';
import type { BenchCluster } from './bench-cluster.js';
import { recordMessage } from './record-messages.js';
import { untilSettled } from './until-settled.js';

export interface LatencyRun {
  readonly client: KafkaClientName;
  readonly recordsFile: string;
  readonly rulesFolder: string;
  readonly recordsPerSecond: number;
  readonly seconds: number;
  readonly say: (line: string) => void;
}

export interface Latency {
  readonly alerts: number;
  /** Records a second that were in fact sent. */
  readonly recordsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly notifierMemoryMiB: number | undefined;
}

const sendEveryMs = 50;
const secret = `whsec_${Buffer.from('a secret for benchmarks, 32 bytes').toString('base64')}`;

/** Sends records evenly and looks when their alerts arrive: from the producer's call to the webhook's receiver. */
export async function measureLatency(cluster: BenchCluster, run: LatencyRun): Promise<Latency> {
  const receiver = await startWebhookReceiver({ secret });
  const topicPrefix = `${run.client}-latency.`;
  const log = await cluster.openLog(topicPrefix, run.client);
  const shared = { topicPrefix, redisPrefix: topicPrefix, client: run.client };
  const config = {
    rules: JSON.stringify([run.rulesFolder]),
    destinations: `{ soc: { webhook: { url: '${receiver.url}', secret: '${secret}' } } }`,
  };
  const [matcher, notifier] = [
    await cluster.start('matcher', { ...shared, config }),
    await cluster.start('notifier', { ...shared, config }),
  ];
  try {
    run.say(`${run.client}: ${Math.round(run.recordsPerSecond)} records/s for ${run.seconds} s …`);
    const messages = await readMessages(run.recordsFile, Math.round(run.recordsPerSecond * run.seconds));
    const { sentAtMs, tookSeconds } = await sendEvenly(log, messages, run.recordsPerSecond);
    await untilSettled(() => matcher.counter('trailhound_records_consumed_total'), messages.length);
    const expected = await matcher.counter('trailhound_alerts_total');
    await untilSettled(async () => receiver.accepted.length, expected);
    const latencies = latenciesOf(receiver.requests, sentAtMs);
    if (latencies.length === 0)
      throw new BenchFailure('no record raised an alert: give more --records or --rules', exitCodes.failed);
    return {
      alerts: latencies.length,
      recordsPerSecond: messages.length / tookSeconds,
      p50Ms: quantile(latencies, 0.5),
      p99Ms: quantile(latencies, 0.99),
      notifierMemoryMiB: notifier.peakMemoryMiB(),
    };
  } finally {
    await Promise.all([matcher.stop(), notifier.stop(), receiver.close()]);
    await log.close();
  }
}

async function readMessages(file: string, count: number): Promise<LogMessage[]> {
  const messages: LogMessage[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (messages.length >= count) break;
    messages.push(recordMessage(line, messages.length, true));
  }
  return messages;
}

/** Sends a piece every 50 ms, as many as are due by the clock; a send that takes longer delays the next ones. */
async function sendEvenly(
  log: KafkaRecordLog,
  messages: readonly LogMessage[],
  perSecond: number,
): Promise<{ readonly sentAtMs: ReadonlyMap<string, number>; readonly tookSeconds: number }> {
  const sentAtMs = new Map<string, number>();
  const startMs = Date.now();
  const sends: Promise<void>[] = [];
  for (let sent = 0; sent < messages.length; await sleep(sendEveryMs)) {
    const due = Math.min(messages.length, Math.ceil(((Date.now() - startMs + sendEveryMs) / 1000) * perSecond));
    const piece = messages.slice(sent, due);
    const nowMs = Date.now();
    for (const { value } of piece) sentAtMs.set(eventId(Buffer.from(value ?? []).toString('utf8')), nowMs);
    sends.push(log.publish(topics.records, piece));
    sent = due;
  }
  await Promise.all(sends);
  return { sentAtMs, tookSeconds: (Date.now() - startMs) / 1000 };
}

/** How long each alert took, by the record it is about; the first arrival counts. */
export function latenciesOf(
  requests: readonly Pick<ReceivedWebhook, 'body' | 'atMs'>[],
  sentAtMs: ReadonlyMap<string, number>,
): number[] {
  const seen = new Set<string>();
  return requests.flatMap(({ body, atMs }) => {
    const id = eventId(body);
    const sent = sentAtMs.get(id);
    if (sent === undefined || seen.has(body)) return [];
    seen.add(body);
    return [atMs - sent];
  });
}

function eventId(json: string): string {
  return /"eventID":"([^"]+)"/.exec(json)?.[1] ?? '';
}
