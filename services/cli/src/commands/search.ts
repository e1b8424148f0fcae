import { viewOf } from '@trailhound/cloudtrail';
import { compileFilter, type FieldRef, fieldRef, fieldText, languageRegistry } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { InputTally } from '../inputs/input-tally.js';
import { openInputs } from '../inputs/open-inputs.js';
import type { Io } from '../io.js';
import { wholeNumber } from '../options.js';
import { reportProblems } from '../report-problems.js';
import { filterProblemLines } from '../search/filter-problems.js';
import { counted, countOf } from '../terminal/counted.js';
import { jsonLine, jsonOnOneLine } from '../terminal/json-line.js';
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
  const languages = languageRegistry.text.map(({ name }) => name);
  parent
    .command('search')
    .description('find records with a filter in a rule language')
    .argument('<filter>', 'the condition of a rule, in quotes')
    .argument('<input...>', 'files, folders (recursive), s3://bucket/prefix, or - for standard input')
    .option('--language <language>', `language of the filter: ${languages.join(', ')}`, 'threatstack')
    .option('--fields <fields>', 'what to show: paths and aliases, comma separated', defaultFields)
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'ndjson']).default('table'))
    .option('--raw', 'print the records whole instead, one a line')
    .option('--limit <count>', 'stop after so many', wholeNumber)
    .addHelpText(
      'after',
      `
A filter that finds what you want is the condition of a rule: test it here, then
put it into a file. Exits 0, also when nothing is found; 2 for a filter that cannot
be read; 3 for an input that cannot be opened.

Examples:
  $ trailhound search 'eventSource = "dynamodb.amazonaws.com"' logs/
  $ trailhound search 'user = "alice" and errorCode != null' \\
      --fields eventTime,eventName,requestParameters.tableName logs/
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
    for (const line of filterProblemLines(text, filter.problems, io.errStyle)) io.say(line);
    setExitCode(exitCodes.usage);
    return;
  }
  const fields = fieldsOf(io, options.fields);
  const tally = new InputTally(io);
  const rows: string[][] = [];
  const printsWhileReading = options.raw === true || options.format === 'ndjson';
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
      if (options.raw) await io.print(jsonOnOneLine(item.bytes));
      else if (options.format === 'ndjson')
        await io.print(jsonLine(Object.fromEntries(fields.map((field) => [field.name, fieldText(field, view)]))));
      else rows.push(fields.map((field) => fieldText(field, view) ?? ''));
      if (found === options.limit) break reading;
    }
    // Lines on the same terminal would be torn by a line of progress.
    if (!printsWhileReading || !io.out.isTTY) tally.progress(input, () => `${counted(found)} found`);
  }
  tally.done();
  if (rows.length > 0) {
    const columns = fields.map(({ name }) => ({ heading: name, maxWidth: 60 }));
    for (const line of tableLines(columns, rows)) await io.print(line);
  }
  const errors = failed > 0 ? `; on ${countOf(failed, 'record')} the filter raised an error` : '';
  const stopped = found === options.limit ? `; stopped there by --limit` : '';
  io.say(`${counted(found)} found in ${tally.summary()}${stopped}${errors}`);
  if (tally.unreadable > 0) setExitCode(exitCodes.environment);
}

function fieldsOf(io: Io, names: string): readonly FieldRef[] {
  const wanted = names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (wanted.length === 0) throw new CommandFailure('--fields names no field', exitCodes.usage);
  return wanted.map((name) => {
    const field = fieldRef(name);
    if (field.ok) return field.value;
    reportProblems(io, field.problems);
    throw new CommandFailure(`--fields cannot show ${JSON.stringify(name)}`, exitCodes.usage);
  });
}
