import type { Clock } from '@trailhound/ports';
import type { Logger } from 'pino';

/** Something with a beginning and an end. */
export interface Part {
  readonly name: string;
  /** Resolves when it is up; what comes after may use it. */
  start?(): Promise<void>;
  /** Finishes what is in hand and releases everything. `signal` aborts when the time for that is over. */
  stop?(signal: AbortSignal): Promise<void>;
}

export interface Lifecycle {
  /** Starts the parts in order. When one fails, those already up are stopped in reverse and the failure is thrown. */
  start(): Promise<void>;
  /**
   * Stops what was started, in reverse order, all within `graceMs`; when that is over, every remaining part is still
   * told to stop and given a moment. Answers the names of the parts that did not finish or failed. Never rejects.
   */
  stop(graceMs: number): Promise<readonly string[]>;
}

/** How long a part may take after the time is over: closing a file, no more. */
const lastMomentMs = 250;

/** How long parts already up are given when the start of a later one fails. */
const failedStartGraceMs = 5_000;

export function createLifecycle(parts: readonly Part[], clock: Clock, logger: Logger): Lifecycle {
  const started: Part[] = [];
  let stopping: Promise<readonly string[]> | undefined;

  async function stopAll(graceMs: number): Promise<readonly string[]> {
    const over = new AbortController();
    const allStopped = new AbortController();
    const grace = clock.sleep(graceMs, allStopped.signal).then(() => over.abort());
    const unfinished: string[] = [];
    for (let part = started.pop(); part !== undefined; part = started.pop()) {
      if (!(await stopOne(part, over.signal, clock, logger))) unfinished.push(part.name);
    }
    allStopped.abort();
    await grace;
    return unfinished;
  }

  const lifecycle: Lifecycle = {
    async start() {
      for (const part of parts) {
        if (stopping !== undefined) return;
        try {
          // Registered before it is up: a part that fails half-way has something to release too.
          started.push(part);
          await part.start?.();
        } catch (error) {
          await lifecycle.stop(failedStartGraceMs);
          throw error;
        }
      }
    },
    stop(graceMs) {
      stopping ??= stopAll(graceMs);
      return stopping;
    },
  };
  return lifecycle;
}

/** True when the part stopped well. */
async function stopOne(part: Part, over: AbortSignal, clock: Clock, logger: Logger): Promise<boolean> {
  const stopped = new AbortController();
  try {
    const stop = Promise.resolve(part.stop?.(over)).then(() => true);
    const outOfTime = untilAborted(over, stopped.signal)
      .then(() => clock.sleep(lastMomentMs, stopped.signal))
      .then(() => false);
    const isDone = await Promise.race([stop, outOfTime]);
    if (!isDone) logger.warn({ part: part.name }, 'did not stop in time');
    stop.catch((error: unknown) => logger.error({ part: part.name, err: error }, 'failed while stopping'));
    return isDone;
  } catch (error) {
    logger.error({ part: part.name, err: error }, 'failed while stopping');
    return false;
  } finally {
    stopped.abort();
  }
}

function untilAborted(signal: AbortSignal, cancel: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || cancel.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true, signal: cancel });
    cancel.addEventListener('abort', () => resolve(), { once: true });
  });
}
