import { describe, expect, it } from 'vitest';
import { loadCalled, type TableEntry } from './command-table.js';

function tableOf(...names: readonly string[]) {
  const loaded: (readonly [string, readonly string[]])[] = [];
  const table: readonly TableEntry[] = names.map((name) => ({
    name,
    load: async (words) => {
      loaded.push([name, words]);
      return () => undefined;
    },
  }));
  return { table, loaded };
}

describe('of the subcommands', () => {
  it('only the one that is called is loaded, and is told the rest of the call', async () => {
    const { table, loaded } = tableOf('scan', 'rules', 'up');
    expect(await loadCalled(table, ['rules', 'lint', 'x'])).toHaveLength(1);
    expect(loaded).toEqual([['rules', ['lint', 'x']]]);
  });

  it.each([[[]], [['--help']], [['help', 'scan']], [['scna']]])(
    'all are loaded where the call is %j, so that help and proposals know them',
    async (words) => {
      const { table, loaded } = tableOf('scan', 'rules', 'up');
      expect(await loadCalled(table, words)).toHaveLength(3);
      expect(loaded.map(([name]) => name)).toEqual(['scan', 'rules', 'up']);
    },
  );
});
