import {
  type Collector,
  type CollectorSummary,
  collectorMetrics,
  createActivityTracker,
  createCollector,
  createLookupLag,
  createTrouble,
  type HttpPlace,
  sourcesFrom,
} from '@trailhound/collector';
import { type Source } from '@trailhound/collector/inputs';
import { parseDuration } from '@trailhound/contracts';
import { simulateAccount } from '@trailhound/testkit';
import { s3Place } from '../inputs/s3-place.js';
import type { Io } from '../io.js';
import type { RunContext } from './context.js';
import { httpPlace } from './http-place.js';
import { lookupPlace } from './lookup-place.js';
import { type RunningPart, runningPart } from './running-part.js';
import { sqsPlace } from './sqs-place.js';

/** The collector at work. */
export interface Collecting {
  readonly part: RunningPart;
  /** Resolves with what it did when all sources are at their end. */
  readonly done: Promise<CollectorSummary>;
}

/** Hours a simulated account lives. */
export const simulatedHours = 24;

/** The sources the configuration names. */
export async function configuredSources(context: Omit<RunContext, 'stores'>, io: Io): Promise<readonly Source[]> {
  const { config, clock } = context;
  const trouble = createTrouble(context);
  const lag = createLookupLag(context.metrics, clock);
  const pushed = new Map<HttpPlace, Awaited<ReturnType<typeof httpPlace>>>();
  for (const source of config.sources) {
    if ('http' in source) pushed.set(source.http, await httpPlace(source.http, context));
  }
  return sourcesFrom(config.sources, {
    stdin: io.in,
    sqs: (place) => sqsPlace(place, context, trouble, io.env),
    s3: (place) => s3Place(place, io.env),
    http(place) {
      const found = pushed.get(place);
      if (found === undefined) throw new TypeError('a place of no source');
      return found;
    },
    polling({ poll }) {
      const pollMs = poll === undefined ? undefined : parseDuration(poll);
      return pollMs === undefined ? undefined : { clock, trouble, pollMs };
    },
    lookup: (place) => lookupPlace(place, { clock, logger: context.logger, trouble, lag }, io.env),
    simulate: (seed) => simulateAccount({ seed, start: simulationStart(clock.now()), hours: simulatedHours }).records,
  });
}

/** A simulation ends about now, at a full hour: its records are as fresh as CloudTrail's own. */
export function simulationStart(nowMs: number): Date {
  const hourMs = 3600 * 1000;
  return new Date(Math.floor(nowMs / hourMs) * hourMs - simulatedHours * hourMs);
}

export function collecting({ stores, clock, logger, metrics }: RunContext, sources: readonly Source[]): Collecting {
  const { checkpoints } = stores.state;
  const counts = collectorMetrics(metrics);
  const activity = createActivityTracker(checkpoints, clock, counts);
  const collector: Collector = createCollector({
    ...{ sources, log: stores.log, checkpoints, metrics: counts, logger, clock, activity },
  });
  const stopping = new AbortController();
  const { promise: done, resolve, reject } = Promise.withResolvers<CollectorSummary>();
  done.catch(() => undefined); // the part's own failure tells
  const part = runningPart('collector', {
    async run() {
      try {
        resolve(await collector.run(stopping.signal));
      } catch (error) {
        reject(error);
        throw error;
      }
    },
    async stop() {
      stopping.abort();
    },
  });
  return { part, done };
}
