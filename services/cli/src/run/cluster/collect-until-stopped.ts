import { collectorMetrics, createActivityTracker, createCollector, type Source } from '@trailhound/collector';
import type { RunContext } from '../context.js';
import { type RunningPart, runningPart } from '../running-part.js';

const firstRetryMs = 30_000;
const longestRetryMs = 10 * 60_000;

/**
 * Works the sources to their end and then waits to be stopped. What could not be read is tried again, at growing
 * intervals, since a permission or a network may come back; what was read is known by its checkpoint. Standard input and
 * a simulation are at their end for good.
 */
export function collectUntilStopped(context: RunContext, sources: readonly Source[]): RunningPart {
  const { stores, clock, logger, metrics } = context;
  const stopping = new AbortController();
  const { checkpoints } = stores.state;
  const counts = collectorMetrics(metrics);
  const activity = createActivityTracker(checkpoints, clock, counts);

  const collect = async (from: readonly Source[]) => {
    const collector = createCollector({
      log: stores.log,
      checkpoints,
      logger,
      clock,
      sources: from,
      metrics: counts,
      activity,
    });
    const { unreadable, ...did } = await collector.run(stopping.signal);
    logger.info({ ...did, unreadable: unreadable.length }, 'sources are at their end');
    return unreadable.length;
  };

  async function run(): Promise<void> {
    const { signal } = stopping;
    let unreadable = await collect(sources);
    const repeatable = sources.filter(({ kind }) => kind === 'files' || kind === 's3');
    for (let waitMs = firstRetryMs; unreadable > 0 && !signal.aborted; waitMs = Math.min(2 * waitMs, longestRetryMs)) {
      logger.warn({ unreadable, waitMs }, 'not everything could be read; it is tried again');
      await clock.sleep(waitMs, signal);
      if (!signal.aborted) unreadable = await collect(repeatable);
    }
    while (!signal.aborted) await clock.sleep(longestRetryMs, signal);
  }

  return runningPart('collector', {
    async run() {
      try {
        await run();
      } catch (error) {
        // What was not published or remembered is read again by the next process.
        if (!stopping.signal.aborted) throw error;
      }
    },
    async stop() {
      stopping.abort();
    },
  });
}
