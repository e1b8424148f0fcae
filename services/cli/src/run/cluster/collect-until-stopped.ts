import { collectorMetrics, createActivityTracker, createCollector } from '@trailhound/collector';
import { type Source } from '@trailhound/collector/inputs';
import type { RunContext } from '../context.js';
import { type RunningPart, runningPart } from '../running-part.js';

const firstRetryMs = 30_000;
const longestRetryMs = 10 * 60_000;

/**
 * Works each source to its end, if it has one, and then waits to be stopped. What could not be read is tried again, at growing
 * intervals, since a permission or a network may come back; what was read is known by its checkpoint. Standard input and
 * a simulation are at their end for good.
 */
export function collectUntilStopped(context: RunContext, sources: readonly Source[]): RunningPart {
  const { stores, clock, logger, metrics } = context;
  const stopping = new AbortController();
  const { checkpoints } = stores.state;
  const counts = collectorMetrics(metrics);
  const activity = createActivityTracker(checkpoints, clock, counts);
  let isStopped = false;

  async function collect(source: Source): Promise<number> {
    const shared = { log: stores.log, checkpoints, logger, clock, activity };
    const collector = createCollector({ ...shared, sources: [source], metrics: counts });
    const { unreadable, ...did } = await collector.run(stopping.signal);
    logger.info({ source: source.kind, ...did, unreadable: unreadable.length }, 'a source is at its end');
    return unreadable.length;
  }

  async function work(source: Source): Promise<void> {
    const { signal } = stopping;
    let unreadable = await collect(source);
    const isRepeatable = source.kind === 'files' || source.kind === 's3';
    for (let waitMs = firstRetryMs; unreadable > 0 && isRepeatable && !signal.aborted; ) {
      logger.warn({ source: source.kind, unreadable, waitMs }, 'not everything could be read; it is tried again');
      await clock.sleep(waitMs, signal);
      waitMs = Math.min(2 * waitMs, longestRetryMs);
      if (!signal.aborted) unreadable = await collect(source);
    }
  }

  async function run(): Promise<void> {
    const { signal } = stopping;
    try {
      await Promise.all(sources.map(work));
    } catch (error) {
      stopping.abort();
      throw error;
    }
    while (!signal.aborted) await clock.sleep(longestRetryMs, signal);
  }

  return runningPart('collector', {
    async run() {
      try {
        await run();
      } catch (error) {
        // What was not published or remembered is read again by the next process.
        if (!isStopped) throw error;
      }
    },
    async stop() {
      isStopped = true;
      stopping.abort();
    },
  });
}
