import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program that ends with this process, however this process ends. */
export interface GuardedProcess {
  /** Of the program itself, for tests that send it signals. */
  readonly pid: number;
  /** Resolves once it has ended, with its exit code; 128 and the number of the signal where one ended it. */
  readonly ended: Promise<number>;
  /** The end of what it printed, for error messages. */
  logTail(): string;
  /** Tells it to stop, kills it 4 s later, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a program under guard. Rejects with its own words where it cannot be started. */
export async function startGuarded(
  logFile: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<GuardedProcess> {
  const guardianFile = fileURLToPath(new URL(`./guardian${extname(fileURLToPath(import.meta.url))}`, import.meta.url));
  const guardian = spawn(process.execPath, [guardianFile, logFile, command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env,
  });
  const ended = new Promise<number>((resolve) => guardian.once('exit', (code) => resolve(code ?? -1)));
  let complaint = '';
  guardian.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const pid = await new Promise<number>((resolve, reject) => {
    createInterface({ input: guardian.stdout }).once('line', (line) => resolve(Number(line)));
    guardian.once('error', reject);
    guardian.once('exit', () => reject(new Error(complaint.trim() || `${command} ended at once; see ${logFile}`)));
  });
  return {
    pid,
    ended,
    logTail: () => readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n'),
    async stop() {
      guardian.stdin.end();
      await ended;
    },
  };
}
