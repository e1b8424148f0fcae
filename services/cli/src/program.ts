import { Command } from 'commander';
import type { AddCommand, SetExitCode } from './command.js';
import { addDemo } from './commands/demo.js';
import { addDiff } from './commands/diff.js';
import { addRulesLint } from './commands/rules-lint.js';
import { addRulesTest } from './commands/rules-test.js';
import { addScan } from './commands/scan.js';
import { addSearch } from './commands/search.js';
import { addSuppressions } from './commands/suppressions.js';
import { addUp } from './commands/up.js';
import type { Io } from './io.js';
import { version } from './version.js';

const commands: readonly AddCommand[] = [addScan, addSearch, addDiff, addRules, addSuppressions, addUp, addDemo];

function addRules(parent: Command, io: Io, setExitCode: SetExitCode): void {
  const rules = parent.command('rules').description('lint and test rules');
  addRulesLint(rules, io, setExitCode);
  addRulesTest(rules, io, setExitCode);
}

/** The whole command line. `--help` of every command teaches with an example; usage errors name what to try. */
export function program(io: Io, setExitCode: SetExitCode): Command {
  const root = new Command('trailhound')
    .description(
      'CloudTrail detections in the rule languages teams already have: scan files, test rules, run the pipeline.',
    )
    .version(version, '-V, --version')
    .configureHelp({ sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => io.out.write(text),
      writeErr: (text) => io.err.write(text),
    })
    .showHelpAfterError('(add --help for how to call it, with an example)')
    .exitOverride();
  for (const add of commands) add(root, io, setExitCode);
  return root;
}
