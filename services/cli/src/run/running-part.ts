import type { Part } from '@trailhound/runtime';

/** Something that works until it is told to stop. */
export interface Runner {
  run(): Promise<void>;
  /** `signal` aborts when the time for finishing what is in hand is over. */
  stop(signal?: AbortSignal): Promise<void>;
}

/** A runner as a part of the process, and the promise that rejects when it fails by itself. */
export interface RunningPart extends Part {
  readonly failed: Promise<never>;
}

/** Starts the runner in the background; stopping waits until its `run` has ended. */
export function runningPart(name: string, runner: Runner): RunningPart {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => undefined); // whoever races it sees it; a failure while stopping is nobody's
  let running: Promise<void> = Promise.resolve();
  return {
    name,
    failed,
    async start() {
      running = runner.run().catch((error: unknown) => {
        reject(new Error(`${name} failed`, { cause: error }));
      });
    },
    async stop(signal) {
      await runner.stop(signal);
      await running;
    },
  };
}
