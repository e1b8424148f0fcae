import { type Command, Option } from 'commander';
import { diffRecords, formatSide } from '../diff/diff-records.js';
import { readOneRecord } from '../inputs/read-one-record.js';
import type { Io } from '../io.js';
import { tableLines } from '../terminal/table.js';

interface Options {
  readonly format: 'table' | 'ndjson';
}

export function addDiff(parent: Command, io: Io): void {
  parent
    .command('diff')
    .description('shows by path what differs between two records; a missing member is told apart from null')
    .argument('<record>', 'FILE, or FILE#INDEX (from 0), or FILE#EVENTID; - reads stdin')
    .argument('<record>', 'the other one')
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'ndjson']).default('table'))
    .addHelpText(
      'after',
      `
A FILE is whatever \`trailhound scan\` reads; without # its first record is meant. Exits 0, different or not.

Example: what tells an encrypted table from an unencrypted one?
  $ trailhound search 'eventName = "CreateTable"' --raw logs/ > tables.jsonl
  $ trailhound diff tables.jsonl#0 tables.jsonl#1
  PATH                                     LEFT       RIGHT
  requestParameters.sSESpecification.enabled  <missing>  true`,
    )
    .action(async (left: string, right: string, options: Options) => {
      const [a, b] = [await readOneRecord(io, left), await readOneRecord(io, right)];
      const differences = diffRecords(a, b);
      if (options.format === 'ndjson') {
        for (const { path, left: from, right: to } of differences) {
          await io.print(JSON.stringify({ path, left: side(from), right: side(to) }));
        }
      } else if (differences.length > 0) {
        const columns = [{ heading: 'PATH' }, { heading: 'LEFT', maxWidth: 60 }, { heading: 'RIGHT', maxWidth: 60 }];
        const rows = differences.map(({ path, left: from, right: to }) => [path, formatSide(from), formatSide(to)]);
        for (const line of tableLines(columns, rows)) await io.print(line);
      }
      io.say(differences.length === 0 ? 'the records are equal' : `${differences.length} differences`);
    });
}

/** Missing has no JSON: it is told apart from null by the member that is there. */
function side(value: ReturnType<typeof diffRecords>[number]['left']): { missing: true } | { value: unknown } {
  return value.kind === 'missing' ? { missing: true } : { value: value.value };
}
