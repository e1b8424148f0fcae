import type { RevisionMessage } from '@trailhound/contracts';
import { contentOfFolders, type RulesState } from '@trailhound/matcher';
import { readRuleFiles } from '@trailhound/matcher/offline';
import { contentChanges, type LoadedContent, loadContent, newEndless, noContent } from '@trailhound/rules';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { caller } from '../rules/caller.js';
import { changeLines, changeSummary } from '../rules/change-lines.js';
import { findingLine, findingOfLint, findingOfProblem } from '../rules/lint-line.js';
import { namesWrongPath } from '../rules/load-rules.js';
import { jsonLine } from '../terminal/json-line.js';

interface Options {
  readonly config: string;
  readonly suppressions?: readonly string[];
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly note?: string;
  readonly above?: number;
  readonly format: 'pretty' | 'json';
}

export function addRulesPush(rules: Command, io: Io, setExitCode: SetExitCode): void {
  rules
    .command('push')
    .description('put rules, suppressions and pack settings into force in a cluster, as its next revision')
    .argument('[path...]', 'rule files and folders of them (default: `rules:` of the configuration)')
    .requiredOption('--config <file>', 'the configuration of the cluster')
    .option('--suppressions <path>', 'in place of `suppressions:` of the configuration; repeat for more', repeated)
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--force', 'push suppressions without an end or of over 90 days, or no rules at all')
    .option('--above <revision>', 'number it above this one, where `rules.state` was lost', revisionNumber)
    .option('--note <text>', 'why, for `rules revisions`')
    .addOption(new Option('--format <format>', 'how to report').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
A push is the whole of it: what is not in it is no longer in force. All matchers go over to
it together: no batch of records is counted under it and a later one under what was before.
One broken rule refuses the push as a whole, with every problem named; nothing changes then.

Matchers never go back to a revision before one they counted under. Where the topic with the
revisions was lost and begins at 1 again they wait and say which number --above needs.

Exit codes: 0 pushed, or in force already; 1 refused, or somebody pushed first; 2 a wrong
call; 3 Kafka does not answer.

Examples:
  $ trailhound rules push --config trailhound.yaml --dry-run rules/
  ~ root-use
  $ trailhound rules push --config trailhound.yaml --note 'root use pages' rules/
  revision 8: 1 rule changed`,
    )
    .action(async (given: string[], options: Options) => {
      const { withRulesState } = await import('../run/cluster/with-rules-state.js');
      setExitCode(
        await withRulesState(io, options.config, (state, config) => {
          const paths = given.length > 0 ? given : config.rules;
          const suppressions = options.suppressions ?? config.suppressions;
          return push(io, state, { rules: paths, suppressions, packs: config.packs }, options);
        }),
      );
    });
}

async function push(
  io: Io,
  state: RulesState,
  source: Parameters<typeof contentOfFolders>[0],
  { dryRun, force = false, note, above, format }: Options,
): Promise<number> {
  const [rules, suppressions] = await Promise.all([readRuleFiles(source.rules), readRuleFiles(source.suppressions)]);
  const files = { rules: rules.files, suppressions: suppressions.files };
  const nowMs = Date.now();
  const loaded = loadContent({ ...files, packs: source.packs ?? {} }, nowMs);
  const problems = [...rules.problems, ...suppressions.problems, ...loaded.problems];
  for (const problem of problems) io.say(findingLine(findingOfProblem(problem), io.errStyle));
  if (problems.length > 0) {
    io.say('nothing was pushed: mend these first');
    return namesWrongPath([...source.rules, ...source.suppressions], problems) ? exitCodes.usage : exitCodes.findings;
  }
  const before = inForce(state, nowMs);
  const endless = force ? [] : newEndless(before.lints, loaded.lints);
  for (const lint of endless) io.say(findingLine(findingOfLint(lint), io.errStyle));
  if (endless.length > 0) {
    io.say('nothing was pushed: give these suppressions an end within 90 days, or push with --force');
    return exitCodes.findings;
  }
  if (loaded.rules.length === 0 && !force) {
    const where = source.rules.join(', ') || 'the configuration, which names no folders';
    throw new CommandFailure(`no rules in ${where}; --force pushes none at all`, exitCodes.findings);
  }
  if (dryRun) {
    const packs = source.packs ?? {};
    const changes = contentChanges(before, { ...loaded, packs }, Number.POSITIVE_INFINITY);
    if (format === 'json') await io.print(jsonLine({ dryRun: true, changes }));
    else for (const line of changeLines(changes, io.outStyle)) await io.print(line);
    io.say(`${changeSummary(changes)}; nothing was pushed`);
    return exitCodes.ok;
  }
  const origin = { at: new Date(nowMs).toISOString(), by: caller(), from: source.rules.join(', ') };
  const terms = above === undefined ? {} : { above };
  const outcome = await state.push(
    contentOfFolders(source, files),
    { ...origin, ...(note && { note }) },
    loaded,
    terms,
  );
  return await report(io, outcome, format);
}

function revisionNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be the number of a revision.');
  return Number(text);
}

/** Says what came of a push; answers the exit code. */
export async function report(
  io: Io,
  { kind, revision }: { readonly kind: 'pushed' | 'unchanged' | 'overtaken'; readonly revision: RevisionMessage },
  format: 'pretty' | 'json',
): Promise<number> {
  const { revision: number, changes, origin } = revision;
  if (format === 'json') await io.print(jsonLine({ outcome: kind, revision: number, by: origin.by, changes }));
  switch (kind) {
    case 'pushed':
      if (format === 'pretty') for (const line of changeLines(changes, io.outStyle)) await io.print(line);
      io.say(`revision ${number}: ${changeSummary(changes)}`);
      return exitCodes.ok;
    case 'unchanged':
      io.say(`revision ${number} has this content already and is in force`);
      return exitCodes.ok;
    case 'overtaken':
      io.say(`nothing was pushed: revision ${number} by ${origin.by} came first; look at --dry-run and push again`);
      return exitCodes.findings;
    default:
      return kind satisfies never;
  }
}

/** What is in force now, to compare with. */
function inForce(state: RulesState, nowMs: number): LoadedContent & { readonly packs: typeof noContent.packs } {
  const { newest } = state.book;
  const content = newest && state.book.content(newest);
  const known = content === undefined || 'message' in content ? noContent : content;
  return { ...loadContent(known, nowMs), packs: known.packs };
}
