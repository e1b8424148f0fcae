import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
/** What npm links as `trailhound`. It runs what was built last. */
export const launcher = `${root}services/cli/bin/trailhound.js`;

/** How a process ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** What it said on stderr so far. */
  stderr(): string;
  /** Resolves when stderr matches; rejects when the process ends or `timeoutMs` pass before. */
  says(pattern: RegExp, timeoutMs?: number): Promise<void>;
}

export interface StartOptions {
  /** All of it, or `open`: the test writes to the process's stdin as it goes. */
  readonly stdin?: string | Uint8Array | 'open';
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `trailhound` as a process of its own; it does not outlive the test. */
export function startTrailhound(args: readonly string[], { stdin, cwd = root, env }: StartOptions = {}): Started {
  const child = spawn(process.execPath, [launcher, ...args], { cwd, env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const look of watchers) look();
  });
  child.stdin.on('error', () => undefined); // a process may end without reading it
  if (stdin !== 'open') child.stdin.end(stdin ?? '');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
  return {
    process: child,
    ended,
    stderr: () => stderr,
    says: (pattern, timeoutMs = 20_000) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer);
          watchers.delete(look);
          settle();
        };
        const look = () => {
          if (pattern.test(stderr)) end(resolve);
        };
        const fail = (what: string) => end(() => reject(new Error(`${what} before ${pattern}; it said:\n${stderr}`)));
        const timer = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs);
        watchers.add(look);
        void ended.then(() => fail('it ended'));
        look();
      }),
  };
}

/** Runs `trailhound` to its end. */
export function trailhound(args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  return startTrailhound(args, options).ended;
}
