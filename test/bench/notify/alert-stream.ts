import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@trailhound/contracts';
import type { RecordLog } from '@trailhound/ports';
import { buildAlert } from '@trailhound/testkit';

export interface Stream {
  /** Alerts a second. */
  readonly perSecond: number;
  readonly seconds: number;
  /** Rules the alerts come from in turn; each is told to one destination of its own. */
  readonly rules: number;
}

/** How an alert begins and ends, around the time at which it fires. */
interface Prepared {
  readonly key: string;
  readonly before: string;
  readonly after: string;
}

const ticksPerSecond = 20;
const firedAt = '2000-01-01T00:00:00.000Z';

/** All alerts of a stream made beforehand: what making them costs is no part of the notifier's. */
export function prepareAlerts({ perSecond, seconds, rules }: Stream): readonly Prepared[] {
  const run = Math.random();
  return Array.from({ length: perSecond * seconds }, (_, at) => {
    const alert = buildAlert({ rule: String(at % rules), uid: `bench-${at}-${run}`, firedAt });
    const [before = '', after = ''] = JSON.stringify(alert).split(firedAt);
    return { key: alert.id, before, after };
  });
}

/** Publishes them evenly over their time. Answers how many seconds that took: more than asked for where the log is slow. */
export async function publishEvenly(
  log: RecordLog,
  alerts: readonly Prepared[],
  { perSecond }: Stream,
): Promise<number> {
  const startedMs = Date.now();
  const encoder = new TextEncoder();
  for (let published = 0, tick = 1; published < alerts.length; tick += 1) {
    const until = Math.round((perSecond * tick) / ticksPerSecond);
    const now = new Date().toISOString();
    const messages = alerts
      .slice(published, until)
      .map(({ key, before, after }) => ({ key, value: encoder.encode(before + now + after), headers: {} }));
    published = until;
    await log.publish(topics.alerts, messages);
    await sleep(Math.max(0, startedMs + (tick * 1_000) / ticksPerSecond - Date.now()));
  }
  return (Date.now() - startedMs) / 1_000;
}
