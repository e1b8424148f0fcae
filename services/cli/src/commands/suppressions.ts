import { readRuleFiles } from '@trailhound/matcher';
import { type FileSuppression, loadSuppressions, unknownTargetLints } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { findingLine, findingOfLint, findingOfProblem } from '../rules/lint-line.js';
import { loadRules } from '../rules/load-rules.js';
import { tableLines } from '../terminal/table.js';

interface ListOptions {
  readonly format: 'table' | 'ndjson';
}

interface CheckOptions {
  readonly rules?: readonly string[];
}

export function addSuppressions(parent: Command, io: Io, setExitCode: SetExitCode): void {
  const suppressions = parent
    .command('suppressions')
    .description('what mutes alerts, who owns it and how long it lasts');

  suppressions
    .command('list')
    .description('lists suppressions: what they mute, owner, reason, until when')
    .argument('<path...>', 'suppression files and folders of them')
    .addOption(new Option('--format <format>', 'how to show them').choices(['table', 'ndjson']).default('table'))
    .addHelpText('after', '\nExample:\n  $ trailhound suppressions list suppressions/')
    .action(async (paths: string[], { format }: ListOptions) => {
      const { loaded, problems } = await load(paths);
      const nowMs = Date.now();
      if (format === 'ndjson') for (const one of loaded.suppressions) await io.print(JSON.stringify(shown(one, nowMs)));
      else if (loaded.suppressions.length > 0) {
        const columns = [
          { heading: 'ID' },
          { heading: 'STATE' },
          { heading: 'MUTES', maxWidth: 50 },
          { heading: 'UNTIL' },
          { heading: 'OWNER' },
          { heading: 'REASON', maxWidth: 60 },
        ];
        const rows = loaded.suppressions.map((one) => {
          const { id, state, rules, packs, until, owner, reason } = shown(one, nowMs);
          return [
            id,
            state,
            [...rules, ...packs.map((pack) => `pack ${pack}`)].join(', '),
            until ?? 'no end',
            owner,
            reason,
          ];
        });
        for (const line of tableLines(columns, rows)) await io.print(line);
      }
      for (const problem of problems) io.say(findingLine(findingOfProblem(problem), io.errStyle));
      if (problems.length > 0) setExitCode(exitCodes.usage);
    });

  suppressions
    .command('check')
    .description('says what is wrong or doubtful in suppression files; with --rules also which mute nothing')
    .argument('<path...>', 'suppression files and folders of them')
    .option(
      '--rules <path>',
      'the rules they are meant for; repeat for more',
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .addHelpText(
      'after',
      '\nExits 1 when something of level error was found.\n\nExample:\n  $ trailhound suppressions check --rules rules/ suppressions/',
    )
    .action(async (paths: string[], { rules }: CheckOptions) => {
      const { loaded, problems } = await load(paths);
      const unknown = rules ? unknownTargetLints(loaded.suppressions, (await loadRules(rules)).rules) : [];
      const findings = [...problems.map(findingOfProblem), ...[...loaded.lints, ...unknown].map(findingOfLint)];
      for (const finding of findings) await io.print(findingLine(finding, io.outStyle));
      const errors = findings.filter(({ level }) => level === 'error').length;
      io.say(`${loaded.suppressions.length} suppressions: ${errors} errors, ${findings.length - errors} doubts`);
      if (errors > 0) setExitCode(exitCodes.findings);
    });
}

async function load(paths: readonly string[]) {
  const { files, problems } = await readRuleFiles(paths);
  const loaded = loadSuppressions(files, { nowMs: Date.now() });
  return { loaded, problems: [...problems, ...loaded.problems] };
}

function shown({ id, rules, packs, reason, owner, fromMs, untilMs, place }: FileSuppression, nowMs: number) {
  const state =
    untilMs !== undefined && untilMs <= nowMs ? 'ended' : fromMs !== undefined && fromMs > nowMs ? 'later' : 'active';
  return {
    ...{ id, state, rules, packs },
    from: fromMs === undefined ? null : new Date(fromMs).toISOString(),
    until: untilMs === undefined ? null : new Date(untilMs).toISOString(),
    ...{ owner, reason },
    file: place.file,
    line: place.line,
  };
}
