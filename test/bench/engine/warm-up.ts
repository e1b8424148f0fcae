import type { WorkerProcess } from './worker-process.js';

/** Warming up ends when a round takes at least this share of the fastest before it, or after so many times the least. */
const stillFaster = 0.97;
const longestWarmUp = 5;

/** Runs until the engine gets no faster, so that compilers of both virtual machines have done their work. */
export async function warmUp(worker: WorkerProcess, leastSeconds: number): Promise<void> {
  let best = Number.POSITIVE_INFINITY;
  for (let used = 0; used < leastSeconds * longestWarmUp; ) {
    const { cpuSeconds } = await worker.round();
    used += cpuSeconds;
    if (used >= leastSeconds && cpuSeconds > best * stillFaster) return;
    best = Math.min(best, cpuSeconds);
  }
}
