import { join } from 'node:path';
import { Readable } from 'node:stream';
import { generateRecords } from '../corpus/generate-records.js';
import { sigmaFolder } from '../corpus/sigma-folder.js';
import { lineChunks } from '../kit/line-chunks.js';
import { measureProcess } from '../kit/measured-process.js';
import type { Point } from '../kit/power-law.js';
import { repository } from '../kit/repository.js';
import type { ScaleRun } from './cost-by-rules.js';

const numbers = [10_000, 30_000, 100_000, 300_000, 1_000_000];
const rules = 60;

/** CPU microseconds a record of `trailhound scan` as a whole process, over the number of records that are piped into it. */
export async function costByRecords({ seed, most, say }: ScaleRun): Promise<Point[]> {
  const launcher = join(repository, 'services', 'cli', 'bin', 'trailhound.js');
  const folder = sigmaFolder({ seed, rules });
  const points: Point[] = [];
  for (const records of numbers.filter((number) => number <= most)) {
    say(`${records.toLocaleString('en')} records …`);
    const input = Readable.from(lineChunks(generateRecords({ seed, records })));
    const cost = await measureProcess([launcher, 'scan', '--format', 'ndjson', '--rules', folder, '-'], input);
    points.push({ x: records, y: (cost.cpuSeconds / records) * 1e6 });
  }
  return points;
}
