import type { Logger } from 'pino';
import type { Health } from '../health/health.js';
import type { Lifecycle } from './lifecycle.js';

/** What is used of `process`; tests give their own. */
export interface ProcessSignals {
  on(signal: 'SIGTERM' | 'SIGINT', listener: () => void): void;
  off(signal: 'SIGTERM' | 'SIGINT', listener: () => void): void;
  exit(code: number): void;
}

export interface RunOptions {
  /** Bound on draining, milliseconds; keep it below the supervisor's own (Kubernetes: terminationGracePeriodSeconds). */
  readonly graceMs: number;
  readonly logger: Logger;
  /** Told first, so that no new work arrives while the old is finished. */
  readonly health?: Health;
  /** Resolves when the work itself is through (`--once`); its value is the exit code. Without it only a signal ends the run. */
  readonly finished?: Promise<number>;
  readonly process?: ProcessSignals;
}

/** Exit codes of a process ended by a signal, as shells report them: 128 plus the signal's number. */
const signalExitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Starts the lifecycle, waits for SIGTERM, SIGINT or the end of the work, and drains. Answers the exit code: 0 when all
 * stopped well (or that of `finished`), 1 when something did not within `graceMs`. A second signal ends the process at
 * once. A failure to start is thrown, after what was up has been stopped.
 */
export async function runUntilSignal(lifecycle: Lifecycle, options: RunOptions): Promise<number> {
  const { graceMs, logger, health, finished, process: signals = process } = options;
  const { promise: asked, resolve: ask } = Promise.withResolvers<0>();
  let isAsked = false;
  const listeners = (['SIGTERM', 'SIGINT'] as const).map((signal) => {
    const listener = () => {
      if (isAsked) {
        logger.warn({ signal }, 'second signal, leaving at once');
        signals.exit(signalExitCodes[signal]);
        return;
      }
      isAsked = true;
      logger.info({ signal, graceMs }, 'stopping');
      health?.startDraining();
      ask(0);
    };
    signals.on(signal, listener);
    return { signal, listener };
  });

  try {
    // A signal during a slow start need not wait for it: stop() makes start() end after the part in hand.
    const starting = lifecycle.start();
    await Promise.race([starting, asked]);
    const code = isAsked ? 0 : await Promise.race([asked, finished ?? new Promise<never>(() => {})]);
    health?.startDraining();
    starting.catch((error: unknown) => logger.error({ err: error }, 'failed to start while stopping'));
    const unfinished = await lifecycle.stop(graceMs);
    if (unfinished.length > 0) logger.error({ unfinished }, 'not everything stopped well');
    else logger.info('stopped');
    return unfinished.length > 0 ? 1 : code;
  } catch (error) {
    await lifecycle.stop(graceMs);
    throw error;
  } finally {
    for (const { signal, listener } of listeners) signals.off(signal, listener);
  }
}
