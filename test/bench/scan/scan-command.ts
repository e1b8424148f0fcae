import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AddBench } from '../bench-command.js';
import { gzipped } from '../corpus/gzipped.js';
import { sigmaFolder } from '../corpus/sigma-folder.js';
import { corpusFile } from '../engine/corpora.js';
import { endRun } from '../kit/end-run.js';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import { measureProcess, outputOf, type ProcessCost } from '../kit/measured-process.js';
import { count } from '../kit/option-values.js';
import { repository } from '../kit/repository.js';
import { roundsOption, seedOption } from '../kit/shared-options.js';
import { medianCost, type Program, programs, scanReport } from './scan-report.js';

interface ScanOptions {
  readonly records: number;
  readonly rounds: number;
  readonly rules: number;
  readonly seed: string;
}

const details = `
Runs \`trailhound scan --matches\` as a whole process, over plain JSON lines and over the same in gzip, against Node
processes that do the least that could be done: read, split and parse; unpack; start and end. All in turns.

Examples:
  $ npm run bench -- scan
  $ npm run bench -- scan --records 10000 --rounds 1`;

export const addScan: AddBench = (parent, io) => {
  parent
    .command('scan')
    .description('trailhound scan as a whole process, against reading and parsing the same file')
    .option('--records <n>', 'records in the file; 100,000 are 150 MB', count, 100_000)
    .option('--rules <n>', 'Sigma rules', count, 60)
    .addOption(roundsOption(5))
    .addOption(seedOption())
    .addHelpText('after', details)
    .action(async (options: ScanOptions) => {
      io.say(`generating ${options.records.toLocaleString('en')} records …`);
      const plain = await corpusFile(options);
      const packed = await gzipped(plain);
      const commands = commandsFor(plain, packed, sigmaFolder(options));
      const matches = await checkedMatches(commands);
      const costs = await measured(commands, options.rounds, io.say);
      const report = scanReport(costs, {
        megabytes: Math.round(statSync(plain).size / 1e6),
        records: options.records,
        rules: options.rules,
        rounds: options.rounds,
        matches,
      });
      for (const program of programs) io.print(JSON.stringify({ program, ...costs[program] }));
      endRun(report, io);
    });
};

type Commands = Readonly<Record<Program, readonly string[]>>;

function commandsFor(plain: string, packed: string, rules: string): Commands {
  const own = (name: string) => fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const launcher = join(repository, 'services', 'cli', 'bin', 'trailhound.js');
  const scan = [launcher, 'scan', '--matches', '--rules', rules];
  return {
    nothing: [own('nothing')],
    parse: [own('parse-lines'), plain],
    inflate: [own('inflate'), packed],
    scan: [...scan, plain],
    'scan-gzip': [...scan, packed],
  };
}

/** Matches of the scan; fails where there are none, or others in the packed file. */
async function checkedMatches(commands: Commands): Promise<number> {
  const [plain, packed] = [await outputOf(commands.scan), await outputOf(commands['scan-gzip'])];
  if (plain.lines === 0)
    throw new BenchFailure('the scan printed no match: there is nothing to measure', exitCodes.failed);
  if (plain.lines !== packed.lines)
    throw new BenchFailure(`${plain.lines} matches in the plain file and ${packed.lines} in gzip`, exitCodes.failed);
  return plain.lines;
}

async function measured(
  commands: Commands,
  rounds: number,
  say: (line: string) => void,
): Promise<Readonly<Record<Program, ProcessCost>>> {
  const runs: Record<Program, ProcessCost[]> = { nothing: [], parse: [], scan: [], inflate: [], 'scan-gzip': [] };
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds} …`);
    for (const program of programs) runs[program].push(await measureProcess(commands[program]));
  }
  return {
    nothing: medianCost(runs.nothing),
    parse: medianCost(runs.parse),
    scan: medianCost(runs.scan),
    inflate: medianCost(runs.inflate),
    'scan-gzip': medianCost(runs['scan-gzip']),
  };
}
