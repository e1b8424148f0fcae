import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { AddBench } from '../bench-command.js';
import { onOneCpu } from '../kit/cpu.js';
import { endRun } from '../kit/end-run.js';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import { count, seconds } from '../kit/option-values.js';
import { roundsOption, seedOption } from '../kit/shared-options.js';
import { corpusFile, countRules, type OwnSet, ownSets, rulesFile } from './corpora.js';
import { engineReport, type SetResult } from './engine-report.js';
import { measureUpdates, type UpdateCost } from './measure-updates.js';
import { type EngineFigures, engineNames, runEngines } from './run-engines.js';

interface EngineOptions {
  readonly events?: string;
  readonly rules?: string;
  readonly records: number;
  readonly rounds: number;
  readonly warm: number;
  readonly seed: string;
  readonly set?: readonly string[];
}

const details = `
With --events or --rules exactly one JSON line an engine goes to stdout:
  {"engine","rules","events","eventsPerSecond","matches","checksum"}

  trailhound   the compiled rule set, as the matcher runs it
  json-parse   the limit of all that parse: decodes and parses each record, no rules; matches and checksum are null
  naive        parses each record and tries every rule on it; asked about the first 2,000 records only
  event-ruler  AWS's engine in Java, built with Maven; skipped with a sentence where there is no Java or no Maven

EVENTS are JSON lines, one CloudTrail record each; RULES is a JSON array of EventBridge patterns over the record itself:
  [{"eventName":["StopLogging"],"userIdentity":{"type":["Root"]}}, …]

eventsPerSecond: bytes in, list of matching rule ids out; each engine in a process of its own on one processor, run until it
gets no faster; median of the rounds, which the engines run in turns; by CPU time, which on a processor of one's own is time on the clock.
matches: pairs of a record and a rule. checksum: the sum of fnv1a("line:rule") mod 2^32, FNV-1a of 32 bits over UTF-8;
line counts the records of the file from 0 (blank lines are none), rule the patterns of the array from 0.
The engines must agree; where they do not, the first record and rule they differ on is named and the exit code is 1.

Without both, the benchmark's own sets run (${ownSets.map(({ name }) => name).join(', ')}), each line with its set, and then
what a change of one rule among 10,000 takes ({"set":"updates","change","cpuMs","longestTurnMs"}). A table with ratios and
targets ends it on stderr. It is kept for \`npm run bench -- docs\`.

Examples:
  $ npm run -s bench -- engine
  $ npm run -s bench -- engine --set 1000 --records 20000
  $ npm run -s bench -- engine --events logs.jsonl --rules patterns.json`;

export const addEngine: AddBench = (parent, io) => {
  parent
    .command('engine')
    .description('rule engines side by side: Trailhound, event-ruler, a naive loop, JSON.parse')
    .option('--events <file>', 'records, as JSON lines')
    .option('--rules <file>', 'event patterns, as a JSON array')
    .option('--records <n>', 'records of the own corpus', count, 100_000)
    .addOption(roundsOption())
    .option('--warm <seconds>', 'CPU time each engine runs at least before it is measured', seconds, 3)
    .addOption(seedOption())
    .addOption(new Option('--set <names...>', 'own sets to run').choices(ownSets.map(({ name }) => name)))
    .addHelpText('after', details)
    .action(async (options: EngineOptions) => {
      const isGiven = options.events !== undefined || options.rules !== undefined;
      if (isGiven && options.set !== undefined)
        throw new BenchFailure(
          '--set chooses among the own sets of rules: leave out --events and --rules',
          exitCodes.usage,
        );
      if (isGiven) await runGiven(options);
      else await runOwn(options);
    });

  async function runGiven(options: EngineOptions): Promise<void> {
    const eventsFile = named(options.events) ?? (await corpusFile(options));
    const rules = named(options.rules) ?? (await rulesFile({ from: 'mixed', rules: 1000 }, options.seed));
    for (const file of [eventsFile, rules])
      if (!existsSync(file)) throw new BenchFailure(`${file}: no such file`, exitCodes.usage);
    const figures = await runEngines({
      eventsFile,
      rulesFile: rules,
      rules: rulesIn(rules),
      engines: engineNames,
      rounds: options.rounds,
      warmSeconds: options.warm,
      say: io.say,
    });
    for (const line of figures) io.print(JSON.stringify(line));
  }

  async function runOwn(options: EngineOptions): Promise<void> {
    const chosen = ownSets.filter(({ name }) => options.set === undefined || options.set.includes(name));
    const results: SetResult[] = [];
    io.say(`generating ${options.records.toLocaleString('en')} records …`);
    const eventsFile = await corpusFile(options);
    for (const set of chosen) {
      io.say(`${set.title} …`);
      results.push({ set, figures: await runSet(set, eventsFile, options) });
    }
    const { records, rounds } = options;
    const updates = options.set === undefined ? await runUpdates(options) : [];
    const report = engineReport(results, updates, { records, rounds, pinning: onOneCpu().description });
    endRun(report, io, { isWhole: options.set === undefined });
  }

  async function runUpdates({ seed, rounds }: EngineOptions): Promise<readonly UpdateCost[]> {
    io.say('one rule of 10,000 changed, added, removed …');
    const updates = await measureUpdates({
      rulesFile: await rulesFile({ from: 'mixed', rules: 10_000 }, seed),
      rounds,
    });
    for (const line of updates) io.print(JSON.stringify({ set: 'updates', ...line }));
    return updates;
  }

  async function runSet(set: OwnSet, eventsFile: string, options: EngineOptions): Promise<readonly EngineFigures[]> {
    const figures = await runEngines({
      eventsFile,
      rulesFile: await rulesFile(set, options.seed),
      rules: set.rules,
      engines: set.engines,
      rounds: options.rounds,
      warmSeconds: options.warm,
      say: io.say,
    });
    for (const line of figures) io.print(JSON.stringify({ set: set.name, ...line }));
    return figures;
  }
};

/** npm runs scripts in the folder of the repository; people name files from where they are. */
function named(file: string | undefined): string | undefined {
  return file === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? '', file);
}

function rulesIn(file: string): number {
  try {
    return countRules(file);
  } catch (error) {
    throw new BenchFailure(`${file}: ${error instanceof Error ? error.message : String(error)}`, exitCodes.usage);
  }
}
