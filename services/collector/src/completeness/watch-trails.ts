import { type BuiltInFinding, builtInAlert, topics } from '@trailhound/contracts';
import { type CheckpointStore, type Clock, createActivityStore, type RecordLog } from '@trailhound/ports';
import type { Metrics } from '@trailhound/runtime';
import type { CollectorLogger } from '../collect/collector.js';
import type { VerifyReport } from '../verify/verify-report.js';
import { brokenChains } from './broken-chains.js';
import { quietTrails } from './quiet-trails.js';
import { placeOfRoot } from './trail-root.js';

/** Where a trail delivers to, and which time is to be verified (epoch milliseconds). */
export interface TrailToVerify {
  readonly bucket: string;
  readonly prefix: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TrailWatchOptions {
  readonly log: Pick<RecordLog, 'publish'>;
  readonly checkpoints: CheckpointStore;
  readonly clock: Clock;
  readonly logger: CollectorLogger;
  readonly metrics: Metrics;
  readonly note: (name: string, text: string | undefined) => void;
  /** Verifies digests; absent: they are not. */
  readonly verify?: ((trail: TrailToVerify) => Promise<VerifyReport>) | undefined;
  /** Default 1 h. */
  readonly verifyEveryMs?: number | undefined;
}

/** Looks after the trails of sources that keep running, and raises alerts of its own. */
export interface TrailWatch {
  /** Looks until the signal aborts. What fails is tried again the next time. */
  run(signal: AbortSignal): Promise<void>;
  /** One look. */
  look(): Promise<void>;
}

const lookEveryMs = 60_000;
const defaultVerifyEveryMs = 3_600_000;
/** Digests come within two hours of the hour they cover; a day is looked at again and again, so that what vanishes later is missed. */
const verifiedSpanMs = 26 * 3_600_000;
const scope = 'completeness.alerts';

export function createTrailWatch(options: TrailWatchOptions): TrailWatch {
  const { log, checkpoints, clock, logger, metrics, verify, verifyEveryMs = defaultVerifyEveryMs } = options;
  const store = createActivityStore(checkpoints);
  const tracked = metrics.gauge({
    name: 'trailhound_trails',
    help: 'Pairs of account and region whose records come in, and of these the ones that are quiet.',
    labels: ['state'],
  });
  const breaks = metrics.gauge({
    name: 'trailhound_trail_breaks',
    help: 'Breaks the last verification of digests found, over all trails.',
  });
  let verifiedMs = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    const nowMs = clock.now();
    const { findings, tracked: all, quiet } = await quietTrails(store, nowMs);
    tracked.set({ state: 'tracked' }, all);
    tracked.set({ state: 'quiet' }, quiet);
    for (const finding of findings) await raise(finding);
    if (verify === undefined || nowMs - verifiedMs < verifyEveryMs) return;
    verifiedMs = nowMs;
    let found = 0;
    for (const trail of await store.trails()) {
      const broken = await verified(trail, verify);
      found += broken.length;
      for (const finding of broken) await raise(finding);
    }
    breaks.set(found);
  }

  async function verified(trail: string, check: NonNullable<typeof verify>): Promise<readonly BuiltInFinding[]> {
    const nowMs = clock.now();
    try {
      const report = await check({ ...placeOfRoot(trail), fromMs: nowMs - verifiedSpanMs, toMs: nowMs });
      options.note(`digests of ${trail}`, undefined);
      return brokenChains(report, nowMs);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ trail, reason }, 'digests cannot be verified');
      options.note(`digests of ${trail}`, `cannot be verified: ${reason}`);
      return [];
    }
  }

  /** Publishes the alert once, whoever finds it and how often; after a crash in between, once more with the same id. */
  async function raise(finding: BuiltInFinding): Promise<void> {
    const alert = builtInAlert(finding, clock.now());
    if ((await checkpoints.get(scope, alert.id)) !== undefined) return;
    const value = new TextEncoder().encode(JSON.stringify(alert));
    await log.publish(topics.alerts, [{ key: alert.id, value, headers: {} }]);
    await checkpoints.set(scope, alert.id, alert.firedAt);
    logger.warn({ alert: alert.id, rule: alert.rule, reason: finding.message }, 'alert about the collecting itself');
  }

  return {
    look,
    async run(signal) {
      while (!signal.aborted) {
        try {
          await look();
        } catch (error) {
          logger.warn({ err: error }, 'looking after the trails failed, it is tried again');
        }
        await clock.sleep(lookEveryMs, signal).catch(() => undefined);
      }
    },
  };
}
