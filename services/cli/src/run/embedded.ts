import { type EmbeddedStores, openEmbeddedStores } from '@trailhound/adapter-embedded';
import type { CollectorSummary } from '@trailhound/collector';
import type { Source } from '@trailhound/collector/inputs';
import { hasCode } from '@trailhound/contracts';
import type { Undelivered } from '@trailhound/notifier';
import type { Part } from '@trailhound/runtime';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { collecting } from './collecting.js';
import type { RunContext } from './context.js';
import { type Matching, matching } from './matching.js';
import { notifying } from './notifying.js';
import { type Serving, serving } from './serving.js';

/** All four services in one process, on one data folder. */
export interface Embedded {
  /** To be started in order and stopped in reverse. */
  readonly parts: readonly Part[];
  /** Rejects when a service fails by itself. */
  readonly failed: Promise<never>;
  readonly matching: Matching;
  readonly serving: Serving;
  /** Resolves when the sources are at their end. */
  readonly collected: Promise<CollectorSummary>;
  /** Resolves when every record collected so far is matched and every alert can be looked up. */
  settled(): Promise<void>;
  /** Waits for deliveries; answers what could not be delivered within the time. */
  drain(timeoutMs: number): Promise<readonly Undelivered[]>;
}

export interface EmbeddedOptions {
  readonly context: Omit<RunContext, 'stores'>;
  readonly dataFolder: string;
  readonly sources: readonly Source[];
  /** The API listens. */
  readonly listens: boolean;
  /** More parts over the same stores, started before anything is collected. */
  readonly also?: (context: RunContext) => readonly Part[];
}

const settledLookMs = 20;

export async function embedded({
  context: shared,
  dataFolder,
  sources,
  listens,
  also,
}: EmbeddedOptions): Promise<Embedded> {
  const opened = openStores(dataFolder, shared);
  try {
    const context: RunContext = { ...shared, stores: opened };
    shared.health.readiness('data', () => opened.log.ping());
    const match = await matching(context);
    const notify = await notifying(context);
    const serve = await serving(context, { listens });
    const collect = collecting(context, sources);
    const lags = [() => match.matcher.lag(), () => serve.lag()];
    const storesPart: Part = { name: 'data', stop: () => opened.close() };
    return {
      parts: [storesPart, ...serve.parts, notify.part, match.part, ...(also?.(context) ?? []), collect.part],
      failed: Promise.race([match.part.failed, notify.part.failed, serve.indexer.failed, collect.part.failed]),
      matching: match,
      serving: serve,
      collected: collect.done,
      async settled() {
        // In the order of the pipeline: what an earlier stage still holds becomes the later one's lag.
        for (const lag of lags) {
          while ((await lag()).some(({ records }) => records > 0n)) await shared.clock.sleep(settledLookMs);
        }
      },
      drain: (timeoutMs) => notify.notifier.drain(timeoutMs),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The stores of a data folder; what keeps them from opening, as a sentence. */
export function openStores(folder: string, { clock, logger }: Pick<RunContext, 'clock' | 'logger'>): EmbeddedStores {
  try {
    return openEmbeddedStores(folder, { clock, onCleanUpFailure: (err) => logger.warn({ err }, 'cleaning up failed') });
  } catch (error) {
    const isExpected = ['STORE_IN_USE', 'STORE_VERSION', 'STORE_UNAVAILABLE'].some((code) => hasCode(error, code));
    if (isExpected && error instanceof Error) throw new CommandFailure(error.message, exitCodes.environment);
    throw error;
  }
}
