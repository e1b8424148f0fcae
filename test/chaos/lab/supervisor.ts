import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type GuardedProcess, startGuarded } from '@trailhound/testkit/launchers';

/** How a process ended that nobody had told to stop. */
export interface Crash {
  readonly service: string;
  readonly atMs: number;
  /** 128 and the number of the signal where one ended it. */
  readonly exitCode: number;
  /** The fault that ended it, or the failpoint it ran into; absent where it ended by itself. */
  readonly because?: string;
}

/** A process that stood still. */
export interface Freeze {
  readonly service: string;
  readonly fromMs: number;
  /** Absent while it still does. */
  toMs?: number;
}

/** A service kept running, as an orchestrator would: started again whenever it ends. */
export interface Supervised {
  readonly name: string;
  readonly logFile: string;
  readonly crashes: readonly Crash[];
  /** When it could do nothing. */
  readonly freezes: readonly Freeze[];
  /** Exit code of the last process; absent until it was stopped for good. */
  readonly stopped: number | undefined;
  /** Failpoints of `failpoints` that have not been run into. */
  readonly waiting: readonly string[];
  /** Of the process that runs now. */
  readonly pid: number;
  /** SIGKILL; it is started again. */
  kill(because: string): Promise<void>;
  /** SIGTERM, as in a deploy, and SIGKILL after `graceMs`. It is started again. */
  restart(because: string, graceMs: number): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** For good, at once or after finishing what is in hand; answers the exit code. */
  stop(how: 'terminate' | 'kill'): Promise<number>;
}

export interface SuperviseOptions {
  readonly name: string;
  readonly logFile: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Each process gets the first one that nobody has run into yet, until none is left. */
  readonly failpoints?: readonly string[];
}

const restartAfterMs = 200;
const sigKill = 137;

export async function supervise({ name, logFile, args, env, failpoints = [] }: SuperviseOptions): Promise<Supervised> {
  const crashes: Crash[] = [];
  const freezes: Freeze[] = [];
  let stopped: number | undefined;
  const waiting = [...failpoints];
  let isStopping = false;
  let because: string | undefined;
  let isKilled = false;
  let current = await start();
  let keeping = keep();

  function start(): Promise<GuardedProcess> {
    const [failpoint] = waiting;
    const own = { ...env, ...(failpoint !== undefined && { TRAILHOUND_FAILPOINT: failpoint }) };
    return startGuarded(logFile, process.execPath, args, own);
  }

  async function keep(): Promise<void> {
    while (true) {
      const exitCode = await current.ended;
      if (isStopping) return;
      const atMs = Date.now();
      const isFailpoint = !isKilled && exitCode === sigKill && waiting.length > 0;
      const reason = isFailpoint ? `failpoint ${waiting.shift()}` : because;
      because = undefined;
      isKilled = false;
      crashes.push({ service: name, atMs, exitCode, ...(reason !== undefined && { because: reason }) });
      const line = { time: new Date(atMs).toISOString(), service: 'supervisor', exitCode, because: reason ?? 'itself' };
      appendFileSync(logFile, `${JSON.stringify(line)}\n`);
      await sleep(restartAfterMs);
      if (isStopping) return;
      current = await start();
      // It was told to stop while this process came up, and nobody else would end it.
      if (isStopping) signal('SIGKILL');
    }
  }

  function signal(name: NodeJS.Signals): void {
    if (stopped !== undefined) return;
    if (name === 'SIGKILL') isKilled = true;
    try {
      process.kill(current.pid, name);
    } catch {
      // It has ended and the next one is on its way, which has nothing to do with this.
      because = undefined;
      isKilled = false;
    }
  }

  async function end(how: NodeJS.Signals, reason: string, graceMs?: number): Promise<void> {
    because = reason;
    const { ended } = current;
    signal(how);
    if (graceMs !== undefined && (await Promise.race([ended, sleep(graceMs, 'late')])) === 'late') signal('SIGKILL');
    await ended;
  }

  function thaw(): void {
    const frozen = freezes.at(-1);
    if (frozen !== undefined) frozen.toMs ??= Date.now();
    signal('SIGCONT');
  }

  return {
    ...{ name, logFile, crashes, freezes, waiting },
    get stopped() {
      return stopped;
    },
    get pid() {
      return current.pid;
    },
    kill: (reason) => end('SIGKILL', reason),
    restart: (reason, graceMs) => end('SIGTERM', reason, graceMs),
    freeze() {
      freezes.push({ service: name, fromMs: Date.now() });
      signal('SIGSTOP');
    },
    thaw,
    async stop(how) {
      isStopping = true;
      thaw();
      signal(how === 'kill' ? 'SIGKILL' : 'SIGTERM');
      const exitCode = await current.ended;
      await keeping;
      keeping = Promise.resolve();
      stopped ??= exitCode;
      return stopped;
    },
  };
}
