import { Command } from 'commander';
import type { SetExitCode } from './command.js';
import { loadCalled, type TableEntry } from './command-table.js';
import type { Io } from './io.js';
import { version } from './version.js';

const table: readonly TableEntry[] = [
  { name: 'scan', load: async () => (await import('./commands/scan.js')).addScan },
  { name: 'backtest', load: async () => (await import('./commands/backtest.js')).addBacktest },
  { name: 'search', load: async () => (await import('./commands/search.js')).addSearch },
  { name: 'inspect', load: async () => (await import('./commands/inspect.js')).addInspect },
  { name: 'diff', load: async () => (await import('./commands/diff.js')).addDiff },
  { name: 'verify', load: async () => (await import('./commands/verify.js')).addVerify },
  { name: 'rules', load: async (words) => (await import('./commands/rules.js')).loadRulesCommands(words) },
  { name: 'catalog', load: async () => (await import('./commands/catalog.js')).addCatalog },
  { name: 'suppressions', load: async () => (await import('./commands/suppressions.js')).addSuppressions },
  { name: 'alerts', load: async () => (await import('./commands/alerts.js')).addAlerts },
  { name: 'deliveries', load: async () => (await import('./commands/deliveries.js')).addDeliveries },
  { name: 'notify', load: async () => (await import('./commands/notify.js')).addNotify },
  { name: 'routes', load: async () => (await import('./commands/routes.js')).addRoutes },
  { name: 'up', load: async () => (await import('./commands/up.js')).addUp },
  { name: 'demo', load: async () => (await import('./commands/demo.js')).addDemo },
  { name: 'topics', load: async (words) => (await import('./commands/topics.js')).loadTopicsCommands(words) },
  { name: 'collect', load: async () => (await import('./commands/collect.js')).addCollect },
  { name: 'collector', load: async () => (await import('./commands/services.js')).addCollector },
  { name: 'matcher', load: async () => (await import('./commands/services.js')).addMatcher },
  { name: 'notifier', load: async () => (await import('./commands/services.js')).addNotifier },
  { name: 'console', load: async () => (await import('./commands/services.js')).addConsole },
];

/** Width of help where the terminal's is not known. */
const helpColumns = 84;

/**
 * The command line as far as `words` call it. `--help` of every command teaches with an example; usage errors name what to
 * try.
 */
export async function program(io: Io, setExitCode: SetExitCode, words: readonly string[]): Promise<Command> {
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
  const isVersionAsked = words[0] === '--version' || words[0] === '-V';
  const commands = isVersionAsked ? [] : await loadCalled(table, words);
  for (const add of commands) add(root, io, setExitCode);
  return root;
}
