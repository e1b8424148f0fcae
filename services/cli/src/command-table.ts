import type { AddCommand } from './command.js';

/** A subcommand by name; what it needs is loaded when it is called, or when its parent shows what there is. */
export interface TableEntry {
  readonly name: string;
  /** `words`: the call from the word after the name on. */
  load(words: readonly string[]): Promise<AddCommand>;
}

/**
 * Loads the subcommand that `words` call, and no other: starting is most of a short command's time, and nearly all of
 * that is loading modules. Where they call none of the table, all of it is loaded, for help and for proposals.
 */
export function loadCalled(table: readonly TableEntry[], words: readonly string[]): Promise<readonly AddCommand[]> {
  const [word, ...rest] = words;
  const called = table.filter(({ name }) => name === word);
  return called.length > 0
    ? Promise.all(called.map(({ load }) => load(rest)))
    : Promise.all(table.map(({ load }) => load([])));
}
