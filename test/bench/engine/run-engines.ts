import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onOneCpu } from '../kit/cpu.js';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import { median } from '../kit/median.js';
import { agree, firstDifferenceOfFiles } from './agreement.js';
import { buildEventRuler } from './event-ruler/event-ruler.js';
import { warmUp } from './warm-up.js';
import { startWorker, type WorkerProcess } from './worker-process.js';

export const engineNames = ['trailhound', 'json-parse', 'naive', 'event-ruler'] as const;
export type EngineName = (typeof engineNames)[number];

/** One line of the report, as printed. */
export interface EngineFigures {
  readonly engine: EngineName;
  readonly rules: number;
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly matches: number | null;
  readonly checksum: number | null;
}

export interface EngineRun {
  readonly eventsFile: string;
  readonly rulesFile: string;
  /** Number of rules in the file. */
  readonly rules: number;
  readonly engines: readonly EngineName[];
  readonly rounds: number;
  /** CPU time for which each engine runs at least before it is measured. */
  readonly warmSeconds: number;
  readonly say: (line: string) => void;
}

/** Records that the naive engine is asked about: trying every rule takes too long for more. */
export const naiveSample = 2000;

/**
 * Measures the engines in turns, each in a process of its own on the same processor, and holds their matches against one
 * another. Fails with the first record and rule that two do not agree on. An engine that this machine cannot run is
 * left out, and said so.
 */
export async function runEngines(run: EngineRun): Promise<readonly EngineFigures[]> {
  const workers = new Map<EngineName, WorkerProcess>();
  try {
    for (const engine of run.engines) {
      const command = commandOf(engine, run);
      if (command === undefined) continue;
      const worker = await startWorker(engine, command);
      workers.set(engine, worker);
      await warmUp(worker, run.warmSeconds);
    }
    const figures = await measured(workers, run);
    await checkAgreement(workers);
    return figures;
  } finally {
    await Promise.all([...workers.values()].map((worker) => worker.stop()));
  }
}

function commandOf(engine: EngineName, { eventsFile, rulesFile, say }: EngineRun): string[] | undefined {
  const { prefix } = onOneCpu();
  if (engine === 'event-ruler') {
    const ruler = buildEventRuler(statSync(eventsFile).size);
    if (ruler.ok) return [...prefix, ...ruler.command, eventsFile, rulesFile];
    say(ruler.reason);
    return undefined;
  }
  const worker = fileURLToPath(new URL('./workers/node-worker.js', import.meta.url));
  const limit = engine === 'naive' ? String(naiveSample) : 'all';
  return [...prefix, process.execPath, worker, engine, eventsFile, rulesFile, limit];
}

async function measured(
  workers: ReadonlyMap<EngineName, WorkerProcess>,
  { rounds, rules }: EngineRun,
): Promise<EngineFigures[]> {
  const seconds = new Map<EngineName, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [engine, worker] of workers) {
      const { cpuSeconds } = await worker.round();
      seconds.set(engine, [...(seconds.get(engine) ?? []), cpuSeconds]);
    }
  }
  const figures: EngineFigures[] = [];
  for (const [engine, worker] of workers) {
    const eventsPerSecond = Math.round(worker.events / median(seconds.get(engine) ?? []));
    const verdict = engine === 'json-parse' ? { matches: null, checksum: null } : await worker.verify(worker.events);
    figures.push({ engine, rules, events: worker.events, eventsPerSecond, ...verdict });
  }
  return figures;
}

/** Every engine with rules against the first of them, on the records that both have. */
async function checkAgreement(workers: ReadonlyMap<EngineName, WorkerProcess>): Promise<void> {
  const [first, ...others] = [...workers].filter(([engine]) => engine !== 'json-parse');
  if (first === undefined) return;
  for (const other of others) {
    const records = Math.min(first[1].events, other[1].events);
    if (agree(await first[1].verify(records), await other[1].verify(records))) continue;
    throw await disagreement(first, other, records);
  }
}

type Named = readonly [EngineName, WorkerProcess];

async function disagreement(first: Named, other: Named, records: number): Promise<BenchFailure> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-bench-'));
  try {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    await first[1].writePairs(a);
    await other[1].writePairs(b);
    const found = firstDifferenceOfFiles(a, b, records);
    const [does, doesNot] = found?.inFirst === true ? [first[0], other[0]] : [other[0], first[0]];
    const what =
      found === undefined
        ? `${first[0]} and ${other[0]} disagree, and not twice in the same way`
        : `record ${found.line} (from 0) matches rule ${found.rule} in ${does} and not in ${doesNot}`;
    return new BenchFailure(`the engines disagree: ${what}`, exitCodes.failed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
