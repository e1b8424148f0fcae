import { type Command, Option } from 'commander';
import { diffRecords, formatSide } from '../diff/diff-records.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { readRecords } from '../inputs/read-records.js';
import { type RecordPointer, recordPointer } from '../inputs/record-pointer.js';
import type { Io } from '../io.js';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
import { tableLines } from '../terminal/table.js';

interface Options {
  readonly format: 'table' | 'ndjson';
}

export function addDiff(parent: Command, io: Io): void {
  parent
    .command('diff')
    .description('show by path what differs between two records')
    .argument('<record>', 'FILE, FILE#INDEX or FILE#EVENTID; - as FILE is standard input')
    .argument('[other]', 'the other record, likewise')
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'ndjson']).default('table'))
    .addHelpText(
      'after',
      `
FILE is whatever \`trailhound scan\` reads. INDEX counts from 0; without # the first
record is meant, and with one FILE alone its first and its second. <missing> is a
member that is not there, which is not the same as null. Paths are written as rules
write them.

Exit codes: 0 done, different or not; 2 no such record; 3 a file cannot be opened.

Example: what tells a table encrypted with a KMS key from one that is not?
  $ trailhound search 'eventName = "CreateTable"' --raw logs/ > tables.jsonl
  $ trailhound diff tables.jsonl
  PATH                                        LEFT           RIGHT
  ------------------------------------------  -------------  ---------
  requestParameters.tableName                 "sessions"     "orders"
  requestParameters.sSESpecification.enabled  <missing>      true`,
    )
    .action((left: string, right: string | undefined, options: Options) => diff(io, pointers(left, right), options));
}

function pointers(left: string, right: string | undefined): readonly RecordPointer[] {
  const first = recordPointer(left);
  if (right !== undefined) return [first, recordPointer(right)];
  if (first.which.kind !== 'nth')
    throw new CommandFailure(`compare ${left} with what? Name the other record too`, exitCodes.usage);
  return [first, { ...first, which: { kind: 'nth', nth: 1 } }];
}

async function diff(io: Io, which: readonly RecordPointer[], { format }: Options): Promise<void> {
  const [left, right] = await readRecords(io, which);
  const differences = diffRecords(left, right);
  if (format === 'ndjson') {
    for (const { path, left: from, right: to } of differences)
      await io.print(jsonLine({ path, left: side(from), right: side(to) }));
  } else if (differences.length > 0) {
    const columns = [{ heading: 'PATH' }, { heading: 'LEFT', maxWidth: 60 }, { heading: 'RIGHT', maxWidth: 60 }];
    const rows = differences.map(({ path, left: from, right: to }) => [path, formatSide(from), formatSide(to)]);
    for (const line of tableLines(columns, rows)) await io.print(line);
  }
  io.say(differences.length === 0 ? 'the records are equal' : countOf(differences.length, 'difference'));
}

/** Missing has no JSON: it is told apart from null by the member that is there. */
function side(value: ReturnType<typeof diffRecords>[number]['left']): { missing: true } | { value: unknown } {
  return value.kind === 'missing' ? { missing: true } : { value: value.value };
}
