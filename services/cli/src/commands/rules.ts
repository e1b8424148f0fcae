import type { AddCommand } from '../command.js';
import { loadCalled, type TableEntry } from '../command-table.js';

const table: readonly TableEntry[] = [
  { name: 'lint', load: async () => (await import('./rules-lint.js')).addRulesLint },
  { name: 'test', load: async () => (await import('./rules-test.js')).addRulesTest },
  { name: 'explain', load: async () => (await import('./rules-explain.js')).addRulesExplain },
  { name: 'show', load: async () => (await import('./rules-show.js')).addRulesShow },
  { name: 'catalog', load: async () => (await import('./rules-catalog.js')).addRulesCatalog },
  { name: 'compare', load: async () => (await import('./rules-compare.js')).addRulesCompare },
  { name: 'convert', load: async () => (await import('./rules-convert.js')).addRulesConvert },
  { name: 'tune', load: async () => (await import('./rules-tune.js')).addRulesTune },
  { name: 'push', load: async () => (await import('./rules-push.js')).addRulesPush },
  { name: 'revisions', load: async () => (await import('./rules-revisions.js')).addRulesRevisions },
  { name: 'rollback', load: async () => (await import('./rules-revisions.js')).addRulesRollback },
];

/** `trailhound rules` with the subcommand that `words` call. */
export async function loadRulesCommands(words: readonly string[]): Promise<AddCommand> {
  const adding = await loadCalled(table, words);
  return (parent, io, setExitCode) => {
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
    for (const add of adding) add(rules, io, setExitCode);
  };
}
