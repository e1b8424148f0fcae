import { fileURLToPath } from 'node:url';
import { corpusFile, rulesFile } from '../engine/corpora.js';
import { warmUp } from '../engine/warm-up.js';
import { startWorker } from '../engine/worker-process.js';
import { onOneCpu } from '../kit/cpu.js';
import { median } from '../kit/median.js';
import type { Point } from '../kit/power-law.js';

export interface ScaleRun {
  readonly seed: string;
  /** Nothing beyond is measured; for quick runs. */
  readonly most: number;
  readonly say: (line: string) => void;
}

const numbers = [10, 30, 100, 300, 1000, 3000, 10_000, 30_000];
const records = 20_000;
const rounds = 3;

/** CPU microseconds a record in the compiled rule set, over the number of rules. */
export async function costByRules({ seed, most, say }: ScaleRun): Promise<Point[]> {
  const points: Point[] = [];
  const events = await corpusFile({ seed, records });
  const worker = fileURLToPath(new URL('../engine/workers/node-worker.js', import.meta.url));
  for (const rules of numbers.filter((number) => number <= most)) {
    say(`${rules.toLocaleString('en')} rules …`);
    const file = await rulesFile({ from: 'mixed', rules }, seed);
    const engine = await startWorker('trailhound', [
      ...onOneCpu().prefix,
      process.execPath,
      worker,
      'trailhound',
      events,
      file,
    ]);
    await warmUp(engine, 2);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) seconds.push((await engine.round()).cpuSeconds);
    await engine.stop();
    points.push({ x: rules, y: (median(seconds) / records) * 1e6 });
  }
  return points;
}
