import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import type { Ready, Round, Verdict } from './workers/worker-protocol.js';

/** An engine at work in its own process. */
export interface WorkerProcess {
  /** Records it has loaded. */
  readonly events: number;
  round(): Promise<Round>;
  verify(records: number): Promise<Verdict>;
  writePairs(file: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a worker; resolves once it has loaded records and rules. What it says on stderr is shown. */
export async function startWorker(engine: string, command: readonly string[]): Promise<WorkerProcess> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ask = asker(engine, child);
  const { events } = await ask<Ready>();
  return {
    events,
    round: () => ask(`round`),
    verify: (records) => ask(`verify ${records}`),
    writePairs: async (file) => void (await ask(`pairs ${file}`)),
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin?.end();
      await ended;
    },
  };
}

/** Sends a command, or none, and resolves to the next line of answer. One at a time. */
function asker(engine: string, child: ChildProcess): <T>(command?: string) => Promise<T> {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new TypeError('a worker is talked to through pipes');
  stdin.on('error', () => undefined); // it has ended, which its exit tells
  const lines = createInterface({ input: stdout });
  let waiting: { resolve(line: string): void; reject(error: Error): void } | undefined;
  let over: BenchFailure | undefined;
  const end = (message: string, exitCode: number): void => {
    over ??= new BenchFailure(message, exitCode);
    waiting?.reject(over);
  };
  lines.on('line', (line) => {
    waiting?.resolve(line);
    waiting = undefined;
  });
  child.once('error', (error) => end(`${engine} cannot be started: ${error.message}`, exitCodes.failed));
  child.once('exit', (code, signal) =>
    // A worker ends with 2 where a file it was given is wrong; it has said what.
    end(
      `${engine} ended with ${signal ?? code}; its message is above`,
      code === 2 ? exitCodes.usage : exitCodes.failed,
    ),
  );
  return async <T>(command?: string) => {
    if (over !== undefined) throw over;
    const line = await new Promise<string>((resolve, reject) => {
      waiting = { resolve, reject };
      if (command !== undefined) stdin.write(`${command}\n`);
    });
    return JSON.parse(line) as T;
  };
}
