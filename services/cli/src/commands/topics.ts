import type { AddCommand } from '../command.js';
import { loadCalled, type TableEntry } from '../command-table.js';

const table: readonly TableEntry[] = [
  { name: 'ensure', load: async () => (await import('./topics-ensure.js')).addTopicsEnsure },
];

/** `trailhound topics` with the subcommand that `words` call. */
export async function loadTopicsCommands(words: readonly string[]): Promise<AddCommand> {
  const adding = await loadCalled(table, words);
  return (parent, io, setExitCode) => {
    const topics = parent
      .command('topics')
      .description('make the topics of a cluster what they are documented to be')
      .addHelpText('after', '\nExample:\n  $ trailhound topics ensure --config trailhound.yaml');
    for (const add of adding) add(topics, io, setExitCode);
  };
}
