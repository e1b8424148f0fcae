import { hasCode, topics } from '@trailhound/contracts';
import type {
  Clock,
  ConditionWorker,
  LogConsumer,
  Logger,
  PartitionLag,
  RecordLog,
  StateStore,
} from '@trailhound/ports';
import { why } from '@trailhound/rules';
import type { Health, Metrics } from '@trailhound/runtime';
import { createActorChains } from '../actors/actor-chains.js';
import { createAlertBuilder } from '../detect/build-alert.js';
import { fuseConditions } from '../detect/fuse-conditions.js';
import { createBatchLoop } from './batch-loop.js';
import { createBatchReport } from './batch-report.js';
import { createWindowJudge } from './judge-windows.js';
import { createMatcherMetrics } from './matcher-metrics.js';
import { type MatcherRules, revisionName } from './matcher-rules.js';
import type { NoisyRule } from './noisy-rules.js';
import { createPathWatch } from './path-watch.js';
import { createRecentRecords } from './recent-records.js';
import { createStoreGate } from './store-gate.js';
import { createUidConflicts } from './uid-conflicts.js';

export interface MatcherOptions {
  readonly log: RecordLog;
  readonly state: Pick<StateStore, 'windows' | 'tallies' | 'checkpoints' | 'ping'>;
  /** Asked once a batch, so that a batch is evaluated under one revision. */
  readonly rules: MatcherRules;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Pick<Health, 'note' | 'readiness'>;
  /** Consumer group. Default `trailhound-matcher`. */
  readonly group?: string;
  /** Most records a batch holds. Default 4,000. */
  readonly maxBatch?: number;
  /** Matches a minute above which a rule is called noisy. Default 1,000. */
  readonly noisyMatchesPerMinute?: number;
  /** Answers conditions that are evaluated apart; without it the rules they decide are in error. The caller stops it. */
  readonly conditions?: ConditionWorker;
  /**
   * How late records may come where windows are judged when they are over: averages, `lt`, silence, absence, first sights.
   * Default 20 minutes.
   */
  readonly latenessMs?: number;
  /** Uniform in [0, 1); default Math.random. */
  readonly random?: () => number;
}

/** How the matcher is doing, for people and probes. */
export interface MatcherHealth {
  /** `paused`: the state store does not answer; reading goes on by itself when it does. */
  readonly state: 'running' | 'paused' | 'stopped';
  readonly pausedSinceMs?: number;
  readonly revision: string;
  readonly rules: number;
  readonly noisyRules: readonly NoisyRule[];
}

/** The service between the topics `cloudtrail.records` and `alerts`. */
export interface Matcher {
  /** Works until `stop` (resolves) or a failure that cannot be waited out (rejects). Call once. */
  run(): Promise<void>;
  /** Finishes the batch in hand and makes `run` resolve. */
  stop(): Promise<void>;
  health(): MatcherHealth;
  /** What is still to be matched, per partition. */
  lag(): Promise<readonly PartitionLag[]>;
}

const defaultMaxBatch = 4_000;
const lagEveryMs = 5_000;
/** CloudTrail delivers within 15 minutes. */
const defaultLatenessMs = 20 * 60_000;
/** How long stopping may wait for the last commits; what they would have covered is read again. */
const lastCommitsWithinMs = 3_000;
/** Evaluations of one expression that had to be stopped before it is switched off. */
const maxStopsOfExpression = 10;

/**
 * Matches records against rules and publishes alerts, in an order that loses and invents nothing whatever crashes where:
 * evaluate, count under the stamp guard, publish, mark done, commit. Each step may be repeated; ids are deterministic.
 */
export function createMatcher(options: MatcherOptions): Matcher {
  const { log, state, clock, logger } = options;
  const group = options.group ?? 'trailhound-matcher';
  const consumer: LogConsumer = log.consumer({
    topic: topics.records,
    group,
    maxBatch: options.maxBatch ?? defaultMaxBatch,
  });
  const metrics = createMatcherMetrics(options.metrics);
  const report = createBatchReport({
    metrics,
    logger,
    health: options.health,
    maxMatchesPerMinute: options.noisyMatchesPerMinute ?? 1_000,
  });
  const gate = createStoreGate({
    consumer,
    ping: () => state.ping(),
    clock,
    logger,
    random: options.random ?? Math.random,
  });
  const conditions =
    options.conditions &&
    fuseConditions(options.conditions, {
      maxStops: maxStopsOfExpression,
      onSwitchedOff: (question, code) => report.switchedOff(question, options.rules.current().compiled.rules, code),
    });
  const stopping = new AbortController();
  const stream = `${group}/${topics.records}`;
  const builder = createAlertBuilder(why);
  const judge = createWindowJudge({
    log,
    windows: state.windows,
    stream,
    rules: options.rules,
    builder,
    clock,
    logger,
  });
  const paths = createPathWatch({ checkpoints: state.checkpoints, clock, metrics: options.metrics, logger });
  const loop = createBatchLoop({
    ...{ log, windows: state.windows, consumer, clock, logger, metrics, report, conditions, rules: options.rules },
    latenessMs: options.latenessMs ?? defaultLatenessMs,
    stream,
    builder,
    tallies: state.tallies,
    recent: createRecentRecords(),
    actors: createActorChains(state.checkpoints, { logger, metrics: options.metrics }),
    conflicts: createUidConflicts(),
    paths,
    stopping: stopping.signal,
  });
  options.health.readiness('matcher-state', () => state.ping());

  async function judgeWindows(): Promise<void> {
    try {
      metrics.judged(await judge.judgeDue());
    } catch (error) {
      // What is over stays over; it is judged the next time.
      logger.warn({ err: error }, 'windows that are over could not be judged yet');
    }
  }

  async function watchLag(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (gate.closedSinceMs() === undefined) {
        await loop.settleAll();
        await judgeWindows();
        await paths.settle();
      }
      try {
        metrics.lag(await consumer.lag());
      } catch (error) {
        // The log says itself when it cannot be reached; a lag that stays as it was is no news.
        logger.debug({ err: error }, 'the lag is unknown');
      }
      report.refreshNotes(clock.now());
      await clock.sleep(lagEveryMs, stopping.signal);
    }
  }

  let isRunning = false;
  return {
    async run() {
      isRunning = true;
      const watching = watchLag();
      try {
        await consumer.run(async (batch, signal) => {
          try {
            await loop.handle(batch, signal);
          } catch (error) {
            metrics.batchFailed();
            if (hasCode(error, 'STORE_UNAVAILABLE')) gate.close(error);
            else logger.error({ err: error, partition: batch.partition }, 'batch failed, it will be tried again');
            throw error;
          }
        });
      } finally {
        isRunning = false;
        stopping.abort();
        await Promise.all([watching, gate.stop()]);
      }
    },
    async stop() {
      stopping.abort();
      await gate.stop();
      const settled = new AbortController();
      await Promise.race([loop.settleAll(), clock.sleep(lastCommitsWithinMs, settled.signal)]);
      settled.abort();
      await consumer.stop();
    },
    health() {
      const pausedSinceMs = gate.closedSinceMs();
      const inForce = options.rules.current();
      return {
        state: !isRunning ? 'stopped' : pausedSinceMs === undefined ? 'running' : 'paused',
        ...(pausedSinceMs !== undefined && { pausedSinceMs }),
        revision: revisionName(inForce),
        rules: inForce.compiled.rules.length,
        noisyRules: report.noisyRules(clock.now()),
      };
    },
    lag: () => consumer.lag(),
  };
}
