import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chaosFaults } from '../faults/index.js';
import { startMachines } from '../lab/machines.js';
import { chaosPage, type PageSection } from '../report/page.js';
import { finishedRuns, type StoredRun, storeRun } from '../report/results.js';
import { summaryLine, summaryTable } from '../report/summary.js';
import { type ChaosOptions, defaultClient } from './options.js';
import { type RunResult, runSchedule } from './run-schedule.js';
import { parseSchedule, type Schedule, scheduleOf } from './schedule.js';

/** Runs what was asked for; true when nothing was lost, nothing came twice and every run came to its end. */
export async function chaos(options: ChaosOptions, write: (text: string) => void): Promise<boolean> {
  const endMs = Date.now() + options.minutes * 60_000;
  const earlier = options.isResumed ? finishedRuns(options.folder, options.asked) : [];
  const known = new Set(earlier.map(({ seed }) => seed));
  const queue = schedulesOf(options).filter(({ seed }) => !known.has(seed));
  const runs: StoredRun[] = [...earlier];
  const broken: number[] = [];
  if (earlier.length > 0) write(`${earlier.length} runs were finished before and are not run again\n`);

  async function work(): Promise<void> {
    const machines = await startMachines();
    try {
      while (Date.now() < endMs) {
        const schedule = queue.shift();
        if (schedule === undefined) return;
        const { seed } = schedule;
        const folder = join(options.folder, `${options.asked}-${seed}`);
        const startedMs = Date.now();
        const say = (text: string) => {
          write(`seed ${seed}, ${Math.round((Date.now() - startedMs) / 1_000)} s: ${text}\n`);
        };
        let result: RunResult;
        try {
          result = await runSchedule({
            ...{ machines, schedule, faults: chaosFaults, folder, client: options.client, onProgress: onlyNews(say) },
            ...(options.planted !== undefined && { planted: options.planted }),
          });
        } catch (error) {
          // Nothing can be said of it, and what it left of Kafka and Redis is no place for the next one.
          write(`seed ${seed} could not be run: ${error instanceof Error ? error.message : error}\n`);
          broken.push(seed);
          return;
        }
        say(wordsOf(result));
        for (const problem of result.problems) write(`  ${problem}\n`);
        if (result.problems.length > 0)
          write(`  again: npm run chaos -- --client ${options.client} --schedule ${join(folder, 'schedule.json')}\n`);
        runs.push(storeRun(options.folder, options.asked, schedule, result));
      }
    } finally {
      await machines.stop();
    }
  }

  await Promise.all(Array.from({ length: Math.min(options.parallel, queue.length) }, work));
  if (queue.length + broken.length === 0 && isForThePage(options)) {
    const path = fileURLToPath(new URL('../../../docs/reference/chaos.md', import.meta.url));
    writeFileSync(path, chaosPage(textOf(path), options.asked, runs, new Date().toISOString().slice(0, 10)));
    write(`wrote ${path}\n`);
  }
  process.stdout.write(`${summaryTable(runs)}\n${summaryLine(options.asked, runs, queue.length + broken.length)}\n`);
  return queue.length + broken.length === 0 && runs.length > 0 && runs.every(({ problems }) => problems.length === 0);
}

/** Fewer runs say too little. */
const fewestRunsOfThePage = 2;

function isForThePage(options: ChaosOptions): options is ChaosOptions & { readonly asked: PageSection } {
  const { asked, seeds, schedule, planted, client } = options;
  const isWhole = asked === 'core' || asked === 'all';
  return (
    isWhole &&
    client === defaultClient &&
    schedule === undefined &&
    planted === undefined &&
    seeds.length >= fewestRunsOfThePage
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function schedulesOf({ schedule, seeds, faults, records, loadSeconds }: ChaosOptions): Schedule[] {
  if (schedule !== undefined) return [parseSchedule(readFileSync(schedule, 'utf8'), schedule)];
  const wanted = chaosFaults.filter(({ number }) => faults.includes(number));
  return seeds.map((seed) => scheduleOf(seed, wanted, { records, loadSeconds }));
}

/** The same words again, whose numbers alone grow, are said every ten seconds. */
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

function wordsOf({ alerts, lost, repeated, resent, problems, seconds }: RunResult): string {
  const outcome = problems.length === 0 ? 'good' : 'NOT GOOD';
  return `${outcome}: ${alerts} alerts, ${lost} lost, ${repeated} twice, ${resent} sent again after a crash (${Math.round(seconds)} s)`;
}
