import { join } from 'node:path';
import { MissingPrerequisite, startAwsApi } from '@trailhound/testkit/launchers';
import { startMachines } from '../../chaos/lab/machines.js';
import { within } from '../lab/patience.js';
import { hourMs } from '../organisation/records.js';
import { collectorSoak, type SoakResult } from './collector-soak.js';
import type { SoakOptions } from './options.js';

const visibilitySeconds = 20;
const stopWithinMs = 30_000;

/** Runs what was asked for; answers the verdict, one line. Rejects where Kafka, Redis or the AWS API cannot be started. */
export async function soak(
  options: SoakOptions,
  write: (text: string) => void,
): Promise<{ readonly isGood: boolean; readonly line: string }> {
  const { accounts, regions, hours, seed, kills, minutes } = options;
  const startMs = options.startMs ?? (Math.floor(Date.now() / hourMs) - hours) * hourMs;
  const begunMs = Date.now();
  const say = onlyNews((text) => write(`${Math.round((Date.now() - begunMs) / 1_000)} s: ${text}\n`));
  const which = `seed ${seed}, start ${new Date(startMs).toISOString()}`;
  say(`${accounts} accounts, ${regions} regions, ${hours} hours; ${which}`);
  const started: { stop(): Promise<void> }[] = [];
  const kept = async <T extends { stop(): Promise<void> }>(start: Promise<T>): Promise<T> => {
    const service = await start;
    started.push(service);
    return service;
  };
  try {
    const [machines, aws] = await Promise.all([kept(startMachines()), kept(startAwsApi())]);
    const work = collectorSoak({
      ...{ machines, aws, kills, visibilitySeconds, onProgress: say },
      size: { accounts, regions, hours, seed, startMs },
      replicas: { collector: 2, matcher: 2, notifier: 2 },
      folder: join(options.folder, `collector-${seed}-${begunMs.toString(36)}`),
    });
    const result = await within(`the soak is over (--minutes ${minutes})`, minutes * 60_000, work);
    const problems = Object.values(result.problems).flat();
    for (const problem of problems) write(`  ${problem}\n`);
    return { isGood: problems.length === 0, line: `${wordsOf(result, problems)}; ${which}` };
  } catch (error) {
    if (error instanceof MissingPrerequisite) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return { isGood: false, line: `soak collector: NOT GOOD: ${reason}; ${which}` };
  } finally {
    const stopping = Promise.all(started.map((service) => service.stop()));
    await within('Kafka, Redis and the AWS API have stopped', stopWithinMs, stopping).catch(() => undefined);
  }
}

function wordsOf(result: SoakResult, problems: readonly string[]): string {
  const { records, objects, messages, published, alerts, resent, kills, seconds } = result;
  const counts = `${records} records in ${objects} objects and ${messages} messages, ${published} published, ${alerts} alerts, ${resent} sent again after a crash, ${kills} kills, ${Math.round(seconds)} s`;
  const [first] = problems;
  if (first !== undefined) return `soak collector: NOT GOOD (${problems.length} problems): ${first} (${counts})`;
  return `soak collector: good: every record is in Kafka, every alert was told once, completeness is clean, verify names the deleted object (${counts})`;
}

/** The same words again, whose numbers alone changed, are said every ten seconds. */
function onlyNews(say: (text: string) => void): (text: string) => void {
  let last = '';
  let saidMs = 0;
  return (text) => {
    const words = text.replace(/\d+/g, '');
    if (words === last && Date.now() - saidMs < 10_000) return;
    [last, saidMs] = [words, Date.now()];
    say(text);
  };
}
