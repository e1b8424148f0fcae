import { createHttpSender } from '@trailhound/adapter-http';
import { attemptTimeoutMs, parseAddressPolicy } from '@trailhound/alerting';
import { systemClock } from '@trailhound/runtime';
import { buildAlert } from '@trailhound/testkit';

export interface BareFigures {
  readonly perSecond: number;
  /** Processor time for each, milliseconds. */
  readonly cpuMs: number;
}

/** A loop that does nothing but post: no log, no ledger, no journal, no signature. */
export async function measureBareLoop(port: number, seconds: number, concurrency: number): Promise<BareFigures> {
  const policy = parseAddressPolicy(['127.0.0.0/8']);
  if (!policy.ok) throw new TypeError('127.0.0.0/8 is no network');
  const sender = createHttpSender({ policy: policy.value, clock: systemClock });
  const alert = buildAlert({ firedAt: new Date().toISOString() });
  const body = new TextEncoder().encode(JSON.stringify({ data: alert }));
  const headers = { 'content-type': 'application/json' };
  const url = `http://127.0.0.1:${port}/hook/bare`;
  const never = new AbortController().signal;
  const endMs = Date.now() + seconds * 1_000;
  const cpu = process.cpuUsage();
  let sent = 0;
  async function lane(): Promise<void> {
    while (Date.now() < endMs) {
      await sender.send({ over: 'http', method: 'POST', url, headers, body, timeoutMs: attemptTimeoutMs }, never);
      sent += 1;
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane));
  await sender.close();
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: sent / seconds, cpuMs: (user + system) / 1_000 / sent };
}
