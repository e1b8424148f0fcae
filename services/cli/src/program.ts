import { Command } from 'commander';
import type { AddCommand, SetExitCode } from './command.js';
import { addAlerts } from './commands/alerts.js';
import { addBacktest } from './commands/backtest.js';
import { addCatalog } from './commands/catalog.js';
import { addCollect } from './commands/collect.js';
import { addDeliveries } from './commands/deliveries.js';
import { addDemo } from './commands/demo.js';
import { addDiff } from './commands/diff.js';
import { addInspect } from './commands/inspect.js';
import { addNotify } from './commands/notify.js';
import { addRulesCatalog } from './commands/rules-catalog.js';
import { addRulesCompare } from './commands/rules-compare.js';
import { addRulesConvert } from './commands/rules-convert.js';
import { addRulesExplain } from './commands/rules-explain.js';
import { addRulesLint } from './commands/rules-lint.js';
import { addRulesPush } from './commands/rules-push.js';
import { addRulesRevisions, addRulesRollback } from './commands/rules-revisions.js';
import { addRulesShow } from './commands/rules-show.js';
import { addRulesTest } from './commands/rules-test.js';
import { addRulesTune } from './commands/rules-tune.js';
import { addScan } from './commands/scan.js';
import { addSearch } from './commands/search.js';
import { addCollector, addConsole, addMatcher, addNotifier } from './commands/services.js';
import { addSuppressions } from './commands/suppressions.js';
import { addUp } from './commands/up.js';
import { addVerify } from './commands/verify.js';
import type { Io } from './io.js';
import { version } from './version.js';

const commands: readonly AddCommand[] = [
  addScan,
  addBacktest,
  addSearch,
  addInspect,
  addDiff,
  addVerify,
  addRules,
  addCatalog,
  addSuppressions,
  addAlerts,
  addDeliveries,
  addNotify,
  addUp,
  addDemo,
  addCollect,
  addCollector,
  addMatcher,
  addNotifier,
  addConsole,
];

function addRules(parent: Command, io: Io, setExitCode: SetExitCode): void {
  const rules = parent
    .command('rules')
    .description('lint, test, explain, describe and push rules')
    .addHelpText(
      'after',
      `
Paths are rule files, or folders in which every *.yaml, *.yml and *.json is one.

Examples:
  $ trailhound rules lint rules/
  $ trailhound rules test rules/threat-stack/root-login.yaml`,
    );
  addRulesLint(rules, io, setExitCode);
  addRulesTest(rules, io, setExitCode);
  addRulesExplain(rules, io);
  addRulesShow(rules, io);
  addRulesCatalog(rules, io, setExitCode);
  addRulesCompare(rules, io);
  addRulesConvert(rules, io);
  addRulesTune(rules, io, setExitCode);
  addRulesPush(rules, io, setExitCode);
  addRulesRevisions(rules, io);
  addRulesRollback(rules, io, setExitCode);
}

/** Width of help where the terminal's is not known. */
const helpColumns = 84;

/** The whole command line. `--help` of every command teaches with an example; usage errors name what to try. */
export function program(io: Io, setExitCode: SetExitCode): Command {
  const root = new Command('trailhound')
    .description('Detections on AWS CloudTrail, in the rule languages teams already have.')
    .version(version, '-V, --version')
    .configureOutput({
      writeOut: (text) => io.out.write(text),
      writeErr: (text) => io.err.write(text),
      outputError: (text, write) => write(text.replace(/^error:/, io.errStyle.red('error:'))),
      getOutHelpWidth: () => io.out.columns ?? helpColumns,
      getErrHelpWidth: () => io.err.columns ?? helpColumns,
    })
    .showHelpAfterError('(add --help for how to call it, with an example)')
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ trailhound demo --once
  $ trailhound scan --rules rules/threat-stack logs/
  $ trailhound search 'eventName = "StopLogging"' logs/
  $ trailhound rules test rules/
  $ trailhound up --config trailhound.yaml

Every command explains itself with --help.`,
    );
  for (const add of commands) add(root, io, setExitCode);
  return root;
}
