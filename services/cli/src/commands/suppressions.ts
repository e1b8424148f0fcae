import { readRuleFiles } from '@trailhound/matcher/offline';
import {
  type FileSuppression,
  loadSuppressions,
  suppressionPeriod,
  suppressionState,
  unknownTargetLints,
} from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { findingLine, findingOfLint, findingOfProblem } from '../rules/lint-line.js';
import { loadRules, namesWrongPath } from '../rules/load-rules.js';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
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
    .description('list and check what mutes alerts')
    .addHelpText(
      'after',
      `
A suppression mutes alerts visibly: it says why, who answers for it and until when.

Example of a file:
  - rules: [threat-stack.s3-bucket-deleted]
    when: user = "deploy-bot"
    reason: The deployment removes its temporary buckets.
    owner: platform@example.com
    until: 2027-01-31

Example:
  $ trailhound suppressions check --rules rules/ suppressions/`,
    );

  suppressions
    .command('list')
    .description('list suppressions: what they mute, until when, owner, reason')
    .argument('<path...>', 'suppression files and folders of them')
    .addOption(new Option('--format <format>', 'how to show them').choices(['table', 'ndjson']).default('table'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done; 2 a suppression that cannot be read; the others are listed.

Examples:
  $ trailhound suppressions list suppressions/
  $ trailhound suppressions list --format ndjson suppressions/ | jq .until`,
    )
    .action(async (paths: string[], { format }: ListOptions) => {
      const { loaded, problems } = await load(paths);
      const nowMs = Date.now();
      if (format === 'ndjson') for (const one of loaded.suppressions) await io.print(jsonLine(shown(one, nowMs)));
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
    .description('say what is wrong or doubtful in suppression files')
    .argument('<path...>', 'suppression files and folders of them')
    .option('--rules <path>', 'the rules they are meant for: says also which mute nothing; repeat for more', repeated)
    .addHelpText(
      'after',
      `
Doubtful are suppressions without an end, with one long past, or of everything.

Exit codes: 0 nothing of level error; 1 errors; 2 a wrong call.

Example:
  $ trailhound suppressions check --rules rules/ suppressions/`,
    )
    .action(async (paths: string[], { rules }: CheckOptions) => {
      const { loaded, problems } = await load(paths);
      const known = rules && (await loadRules(rules));
      const unknown = known ? unknownTargetLints(loaded.suppressions, known.rules) : [];
      const allProblems = [...problems, ...(known?.problems ?? [])];
      const findings = [...allProblems.map(findingOfProblem), ...[...loaded.lints, ...unknown].map(findingOfLint)];
      for (const finding of findings) await io.print(findingLine(finding, io.outStyle));
      const errors = findings.filter(({ level }) => level === 'error').length;
      const doubts = countOf(findings.length - errors, 'doubt');
      io.say(`${countOf(loaded.suppressions.length, 'suppression')}: ${countOf(errors, 'error')}, ${doubts}`);
      if (namesWrongPath([...paths, ...(rules ?? [])], allProblems)) setExitCode(exitCodes.usage);
      else if (errors > 0) setExitCode(exitCodes.findings);
    });
}

async function load(paths: readonly string[]) {
  const { files, problems } = await readRuleFiles(paths);
  const loaded = loadSuppressions(files, { nowMs: Date.now() });
  return { loaded, problems: [...problems, ...loaded.problems] };
}

function shown(one: FileSuppression, nowMs: number) {
  const { id, rules, packs, reason, owner, place } = one;
  return {
    ...{ id, state: suppressionState(one, nowMs), rules, packs },
    ...suppressionPeriod(one),
    ...{ owner, reason },
    file: place.file,
    line: place.line,
  };
}
