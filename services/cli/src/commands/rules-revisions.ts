import { printable, type RevisionMessage } from '@trailhound/contracts';
import { loadContent, type RevisionBook, type RulesContent } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { caller } from '../rules/caller.js';
import { changeSummary } from '../rules/change-lines.js';
import { exportContent } from '../rules/export-content.js';
import { findingLine, findingOfProblem } from '../rules/lint-line.js';
import { jsonLine } from '../terminal/json-line.js';
import { tableLines } from '../terminal/table.js';
import { report } from './rules-push.js';

interface RevisionsOptions {
  readonly config: string;
  readonly format: 'table' | 'ndjson';
  readonly export?: string;
  readonly to?: string;
}

interface RollbackOptions {
  readonly config: string;
  readonly force?: boolean;
  readonly note?: string;
  readonly format: 'pretty' | 'json';
}

export function addRulesRevisions(rules: Command, io: Io): void {
  rules
    .command('revisions')
    .description('list the revisions of the rules, newest first, or write the files of one')
    .requiredOption('--config <file>', 'the configuration of the cluster, or of an `up` that does not run now')
    .addOption(new Option('--format <format>', 'how to show them').choices(['table', 'ndjson']).default('table'))
    .option('--export <revision>', 'write the files of this one into the folder --to')
    .option('--to <folder>', 'a folder that is not there yet')
    .addHelpText(
      'after',
      `
The first one is in force. The last 50 can be brought back, in a cluster with \`rules rollback\`;
in one process the folders in \`rules:\` decide: write the files of the revision and copy them there.

Examples:
  $ trailhound rules revisions --config trailhound.yaml
  $ trailhound rules revisions --config trailhound.yaml --format ndjson | jq .changes
  $ trailhound rules revisions --config trailhound.yaml --export 7 --to seven/`,
    )
    .action(async ({ config, format, export: wanted, to }: RevisionsOptions) => {
      const { withRulesBook } = await import('../run/cluster/with-rules-state.js');
      if ((wanted === undefined) !== (to === undefined)) {
        throw new CommandFailure('--export and --to go together: which revision, and where to', exitCodes.usage);
      }
      if (wanted !== undefined && to !== undefined) {
        const written = await withRulesBook(io, config, async (book) => exportContent(contentOf(book, wanted), to));
        for (const path of written) await io.print(path);
        return;
      }
      const kept = await withRulesBook(io, config, async (book) => book.kept);
      if (format === 'ndjson') for (const one of kept) await io.print(jsonLine(shown(one)));
      else if (kept.length > 0) for (const line of table(kept)) await io.print(line);
      if (kept.length === 0) io.say('nothing was pushed yet');
    });
}

export function addRulesRollback(rules: Command, io: Io, setExitCode: SetExitCode): void {
  rules
    .command('rollback')
    .description('bring an earlier revision of the rules back, as the next one')
    .argument('<revision>', 'its number, as `rules revisions` lists it')
    .requiredOption('--config <file>', 'the configuration of the cluster')
    .option('--force', 'also where some of its rules cannot run any more')
    .option('--note <text>', 'why, for `rules revisions`')
    .addOption(new Option('--format <format>', 'how to report').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Rules, suppressions and pack settings come back together. The number goes on: rolling 8 back
to 7 makes revision 9 with the content of 7.

Exit codes: as \`rules push\`.

Example:
  $ trailhound rules rollback --config trailhound.yaml 7 --note 'too noisy'`,
    )
    .action(async (text: string, { config, force, note, format }: RollbackOptions) => {
      const { withRulesState } = await import('../run/cluster/with-rules-state.js');
      setExitCode(
        await withRulesState(io, config, async ({ book, push }) => {
          const wanted = revisionNamed(book, text);
          const content = contentOf(book, text);
          const nowMs = Date.now();
          const loaded = loadContent(content, nowMs);
          for (const problem of loaded.problems) io.say(findingLine(findingOfProblem(problem), io.errStyle));
          if (loaded.problems.length > 0 && !force) {
            io.say('nothing was pushed: this version cannot run all of these rules; --force brings back the others');
            return exitCodes.findings;
          }
          const { revision, origin: before } = wanted;
          const origin = { at: new Date(nowMs).toISOString(), by: caller(), from: before.from, rollbackTo: revision };
          return await report(io, await push(content, { ...origin, ...(note && { note }) }, loaded), format);
        }),
      );
    });
}

function revisionNamed({ kept }: RevisionBook, text: string): RevisionMessage {
  const wanted = kept.find(({ revision }) => String(revision) === text);
  if (wanted !== undefined) return wanted;
  const [newest, oldest] = [kept.at(0)?.revision, kept.at(-1)?.revision];
  const there = newest === undefined ? 'nothing was pushed yet' : `there are ${oldest} to ${newest}`;
  throw new CommandFailure(`there is no revision ${text} to bring back: ${there}`, exitCodes.usage);
}

function contentOf(book: RevisionBook, text: string): RulesContent {
  const content = book.content(revisionNamed(book, text));
  if ('message' in content) throw new CommandFailure(content.message, exitCodes.environment);
  return content;
}

function shown({ revision, content, origin, rules, suppressions, changes }: RevisionMessage) {
  return { revision, ...origin, rules, suppressions, changes, content };
}

function table(revisions: readonly RevisionMessage[]): readonly string[] {
  const columns = [
    { heading: 'REVISION' },
    { heading: 'WHEN' },
    { heading: 'BY', maxWidth: 30 },
    { heading: 'RULES' },
    { heading: 'CHANGES', maxWidth: 60 },
    { heading: 'FROM', maxWidth: 40 },
    { heading: 'NOTE', maxWidth: 40 },
  ];
  const rows = revisions.map(({ revision, origin, rules, changes }) => [
    String(revision),
    origin.at,
    printable(origin.by),
    String(rules),
    changeSummary(changes),
    origin.rollbackTo === undefined ? printable(origin.from) : `revision ${origin.rollbackTo}`,
    printable(origin.note ?? ''),
  ]);
  return tableLines(columns, rows);
}
