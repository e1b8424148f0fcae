import { viewOf } from '@trailhound/cloudtrail';
import { compileFilter, type FieldRef, fieldRef, fieldText } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { counted, InputTally } from '../inputs/input-tally.js';
import { openInputs } from '../inputs/open-inputs.js';
import type { Io } from '../io.js';
import { reportProblems } from '../report-problems.js';
import { tableLines } from '../terminal/table.js';

interface Options {
  readonly language: string;
  readonly fields: string;
  readonly format: 'table' | 'ndjson';
  readonly raw?: boolean;
  readonly limit?: number;
}

const defaultFields = 'eventTime,eventName,eventSource,user,ip,accountId,errorCode';

export function addSearch(parent: Command, io: Io, setExitCode: SetExitCode): void {
  parent
    .command('search')
    .description('finds records with a filter in a rule language')
    .argument('<filter>', 'such as  eventSource = "dynamodb.amazonaws.com" and eventName = "CreateTable"')
    .argument('<input...>', 'files, folders (recursive), or - for standard input')
    .option('--language <language>', 'language of the filter', 'threatstack')
    .option('--fields <fields>', 'what to show of each record: paths and aliases, comma separated', defaultFields)
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'ndjson']).default('table'))
    .option('--raw', 'print the records whole, one a line')
    .option('--limit <count>', 'stop after so many', wholeNumber)
    .addHelpText(
      'after',
      `
What a search finds can be made a rule: the filter is its condition. Exits 0, also when nothing is found.

Examples:
  $ trailhound search 'eventSource = "dynamodb.amazonaws.com"' logs/
  $ trailhound search 'user = "alice" and errorCode != null' --fields eventTime,eventName,errorCode logs/
  $ trailhound search 'eventName = "CreateTable"' --raw logs/ > tables.jsonl`,
    )
    .action((filter: string, inputs: string[], options: Options) => search(io, filter, inputs, options, setExitCode));
}

async function search(
  io: Io,
  text: string,
  inputs: readonly string[],
  options: Options,
  setExitCode: SetExitCode,
): Promise<void> {
  const filter = compileFilter(text, options.language);
  if (!filter.ok) {
    reportProblems(io, filter.problems);
    throw new CommandFailure(text, exitCodes.usage);
  }
  const fields = fieldsOf(io, options.fields);
  const tally = new InputTally(io);
  const rows: string[][] = [];
  let found = 0;
  let failed = 0;
  reading: for await (const { input, items } of openInputs(io, inputs)) {
    for (const item of items) {
      tally.count(input, item);
      if (item.kind !== 'record') continue;
      const view = viewOf(item.record);
      const outcome = filter.value.test(view);
      if (outcome === 'error') failed += 1;
      if (outcome !== 'match') continue;
      found += 1;
      if (options.raw) await io.print(oneLine(item.bytes));
      else if (options.format === 'ndjson') {
        await io.print(JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, fieldText(field, view)]))));
      } else rows.push(fields.map((field) => fieldText(field, view) ?? ''));
      if (found === options.limit) break reading;
    }
    tally.progress(input, `${counted(tally.records)} records, ${counted(found)} found`);
  }
  tally.done();
  if (rows.length > 0) {
    for (const line of tableLines(
      fields.map(({ name }) => ({ heading: name, maxWidth: 60 })),
      rows,
    ))
      await io.print(line);
  }
  const errors = failed > 0 ? `, ${counted(failed)} on which the filter raised an error` : '';
  io.say(`${counted(found)} found in ${tally.summary()}${errors}`);
  if (tally.unreadable > 0) setExitCode(exitCodes.environment);
}

function fieldsOf(io: Io, names: string): readonly FieldRef[] {
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      const field = fieldRef(name);
      if (field.ok) return field.value;
      reportProblems(io, field.problems);
      throw new CommandFailure(`--fields cannot show ${JSON.stringify(name)}`, exitCodes.usage);
    });
}

/** The record as AWS wrote it, on one line: a line break inside JSON is white space between tokens, never text. */
function oneLine(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('utf8')
    .replace(/\r?\n\s*/g, '');
}

function wholeNumber(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new CommandFailure(`--limit takes a whole number from 1, not ${JSON.stringify(text)}`, exitCodes.usage);
  return count;
}
