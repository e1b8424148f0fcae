import type { Readable, Writable } from 'node:stream';
import { type Style, styleFor } from './terminal/style.js';

type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a command may touch of the world. Data goes to `out`, talk to `err`, nothing else to either. */
export interface Io {
  readonly in: Readable;
  readonly out: Terminal;
  readonly err: Terminal;
  readonly env: NodeJS.ProcessEnv;
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** One line of data. Resolves when the reader has room, so that a slow pipe holds the work back. */
  print(line: string): Promise<void>;
  /** One line of talk. */
  say(line: string): void;
}

/** The world of a process. */
export function processIo(process: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'>): Io {
  const { stdin, stdout, stderr, env } = process;
  return {
    in: stdin,
    out: stdout,
    err: stderr,
    env,
    outStyle: styleFor(stdout, env),
    errStyle: styleFor(stderr, env),
    print: (line) =>
      new Promise((resolve) => {
        if (stdout.write(`${line}\n`)) resolve();
        else stdout.once('drain', resolve);
      }),
    say: (line) => {
      stderr.write(`${line}\n`);
    },
  };
}
