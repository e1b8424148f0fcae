import { type ChildProcess, fork } from 'node:child_process';
import { CodedError } from '@trailhound/contracts';
import type { JobReply, ProcessRequest } from './messages.js';
import { processScript } from './process-script.js';

/** How a request went: to its end, ended by the job in hand, or ended before the process was at work. */
export type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped'; readonly code: string }
  | { readonly kind: 'idle' };

/** Looks without an answer before a job is killed. A machine that sleeps misses looks, and so kills nobody. */
const looksBeforeStop = 4;
/** How long a start may take, in hard stops. */
const startsWithin = 30;

/** The process of the day: started when needed, killed when it hangs. */
export class EvaluationProcess {
  readonly #hardStopMs: number;
  readonly #maxHeapMib: number;
  #child: ChildProcess | undefined;
  #isStopped = false;

  constructor(hardStopMs: number, maxHeapMib: number) {
    this.#hardStopMs = hardStopMs;
    this.#maxHeapMib = maxHeapMib;
  }

  /** Runs one request to its end or to the process's. Rejects with `WORKER_UNAVAILABLE` once it is stopped. */
  async run(request: ProcessRequest, onAnswer: (reply: JobReply) => void): Promise<RunEnd> {
    if (this.#isStopped) throw unavailable('it was stopped');
    const child = await this.#started();
    if (child === undefined) return { kind: 'idle' };
    const { promise, resolve, reject } = Promise.withResolvers<RunEnd>();
    let left = request.jobs.length;
    let looks = 0;
    let code = 'died';
    const watch = setInterval(() => {
      looks += 1;
      if (looks < looksBeforeStop) return;
      code = 'hard-stop';
      child.kill('SIGKILL');
    }, this.#hardStopMs / looksBeforeStop);
    const onMessage = (reply: unknown) => {
      looks = 0;
      left -= 1;
      onAnswer(reply as JobReply);
      if (left === 0) resolve({ kind: 'done' });
    };
    // What was sent before the end still arrives; after `disconnect` nothing does.
    const onDisconnect = () => {
      if (this.#isStopped) reject(unavailable('it was stopped'));
      else resolve({ kind: 'stopped', code });
    };
    child.on('message', onMessage).on('disconnect', onDisconnect);
    if (child.connected) child.send(request, () => undefined);
    else onDisconnect();
    try {
      return await promise;
    } finally {
      clearInterval(watch);
      child.off('message', onMessage).off('disconnect', onDisconnect);
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    // Its end is waited for, even where nothing else keeps the caller's own process running.
    child.ref();
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  }

  /** The process, ready for a request; undefined when it did not come up. */
  async #started(): Promise<ChildProcess | undefined> {
    if (this.#child?.connected) return this.#child;
    const { file, execArgv } = processScript();
    const child = fork(file, {
      // It reads its own code, and may neither write a file nor start anything.
      execArgv: [...execArgv, '--permission', '--allow-fs-read=*', `--max-old-space-size=${this.#maxHeapMib}`],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    child.once('disconnect', () => {
      if (this.#child === child) this.#child = undefined;
    });
    child.on('error', () => undefined);
    const isUp = await this.#comesUp(child);
    if (this.#isStopped) {
      child.kill('SIGKILL');
      throw unavailable('it was stopped');
    }
    if (!isUp) child.kill('SIGKILL');
    // Neither the process nor its channel keeps the caller's own process running.
    child.unref();
    child.channel?.unref();
    return isUp ? child : undefined;
  }

  /** The first message says it is up. */
  #comesUp(child: ChildProcess): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), this.#hardStopMs * startsWithin);
      const settle = (isUp: boolean) => () => {
        clearTimeout(timer);
        resolve(isUp);
      };
      child.once('message', settle(true)).once('disconnect', settle(false)).once('error', settle(false));
    });
  }
}

export function unavailable(reason: string): CodedError {
  return new CodedError('WORKER_UNAVAILABLE', `expressions cannot be evaluated: ${reason}`);
}
