import type { Command } from 'commander';

/** Data goes to `print`, talk to `say`, a line each. */
export interface BenchIo {
  readonly print: (line: string) => void;
  readonly say: (line: string) => void;
}

/** Adds one subcommand of `npm run bench` to its parent. */
export type AddBench = (parent: Command, io: BenchIo) => void;
