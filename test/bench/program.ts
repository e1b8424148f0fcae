import { Command, CommanderError } from 'commander';
import type { AddBench, BenchIo } from './bench-command.js';
import { addDocs } from './docs-page/docs-command.js';
import { addEngine } from './engine/engine-command.js';
import { addKafkaClients } from './kafka-clients/kafka-clients-command.js';
import { BenchFailure, exitCodes } from './kit/failure.js';
import { addNotify } from './notify/notify-command.js';
import { addScale } from './scale/scale-command.js';
import { addScan } from './scan/scan-command.js';
import { addState } from './state/state-command.js';
import { addStream } from './stream/stream-command.js';

/** Every benchmark, a folder each. */
const benches: readonly AddBench[] = [
  addEngine,
  addScan,
  addStream,
  addKafkaClients,
  addState,
  addScale,
  addNotify,
  addDocs(['engine', 'scan', 'stream', 'kafka-clients', 'state', 'scale', 'notify']),
];

/** Runs `npm run bench` with these arguments; resolves to its exit code. */
export async function runBench(args: readonly string[], io: BenchIo): Promise<number> {
  const program = new Command('npm run bench --')
    .description('Benchmarks; every figure is a ratio to something measured in the same run.')
    .configureOutput({ writeOut: (text) => io.print(text.trimEnd()), writeErr: (text) => io.say(text.trimEnd()) })
    .showHelpAfterError('(add --help for how to call it, with an example)')
    .exitOverride()
    .addHelpText(
      'after',
      `
They run what is built, on generated data that is kept in ~/.cache/trailhound, and pin to one processor where it matters.
A machine that does something else meanwhile shows in the figures; compare ratios, not figures of different runs.

Examples:
  $ npm run bench -- engine
  $ npm run -s bench -- engine --events logs.jsonl --rules patterns.json > figures.jsonl

Every benchmark explains itself with --help.`,
    );
  for (const add of benches) add(program, io);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (!(error instanceof BenchFailure)) throw error;
    io.say(`error: ${error.message}`);
    return error.exitCode;
  }
}
