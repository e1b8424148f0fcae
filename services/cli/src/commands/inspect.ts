import type { Command } from 'commander';
import type { SetExitCode } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { openInputs } from '../inputs/open-inputs.js';
import { Inspection } from '../inspect/inspection.js';
import { inspectionJson } from '../inspect/inspection-json.js';
import { inspectionLines } from '../inspect/inspection-lines.js';
import type { Io } from '../io.js';
import { wholeNumber } from '../options.js';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
import { ProgressLine } from '../terminal/progress-line.js';

interface Options {
  readonly json?: boolean;
  readonly top: number;
}

export function addInspect(parent: Command, io: Io, setExitCode: SetExitCode): void {
  parent
    .command('inspect')
    .description('show what is in CloudTrail files: counts, time range, odd records')
    .argument('<input...>', 'files, folders (recursive), s3://bucket/prefix, or - for standard input')
    .option('--json', 'print everything as one line of JSON')
    .option('--top <count>', 'lines of each table', wholeNumber, 10)
    .addHelpText(
      'after',
      `
Inputs are told by their content, as \`trailhound scan\` does. Digests and
other things that lie beside records are counted; what is broken, repeated or
missing something is named with its place: FILE#INDEX is what \`trailhound diff\` and
\`trailhound rules explain\` take, the byte is counted after unpacking.

Exit codes: 0 done, odd records or none; 3 an input cannot be read to its end, the
others were.

Examples:
  $ trailhound inspect logs/
  $ trailhound inspect s3://my-trail/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/
  $ trailhound inspect --json logs/ | jq '.odd[] | {reason, count}'`,
    )
    .action((inputs: string[], options: Options) => inspect(io, inputs, options, setExitCode));
}

async function inspect(
  io: Io,
  inputs: readonly string[],
  { json, top }: Options,
  setExitCode: SetExitCode,
): Promise<void> {
  const found = new Inspection(Date.now());
  const progress = new ProgressLine(io);
  let unreadable = 0;
  for await (const { input, items } of openInputs(io, inputs)) {
    for (const item of items) {
      found.add(input, item);
      if (item.kind === 'unreadable') unreadable += 1;
    }
    progress.draw(() => `${countOf(found.records, 'record')} · ${input}`);
  }
  progress.clear();
  if (json) await io.print(jsonLine(inspectionJson(found)));
  else for (const line of inspectionLines(found, top, io.outStyle)) await io.print(line);
  if (unreadable === 0) return;
  io.say(`${io.errStyle.red('error:')} ${countOf(unreadable, 'input')} could not be read to the end`);
  setExitCode(exitCodes.environment);
}
