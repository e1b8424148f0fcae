import { hasCode, topics } from '@trailhound/contracts';
import type {
  Clock,
  ConditionWorker,
  LogBatch,
  LogConsumer,
  Logger,
  PartitionLag,
  RecordLog,
  StateStore,
} from '@trailhound/ports';
import { why } from '@trailhound/rules';
import { failpoint, failpointDuring, type Health, type Metrics } from '@trailhound/runtime';
import { type AlertBuilder, createAlertBuilder } from '../detect/build-alert.js';

import { fuseConditions } from '../detect/fuse-conditions.js';
import { isObserved } from '../detect/match.js';
import { alertsOfBatch } from './alerts-of-batch.js';
import { createBatchReport } from './batch-report.js';
import { countBatch } from './count-batch.js';
import { createLogPositions } from './log-positions.js';
import { createMatcherMetrics } from './matcher-metrics.js';
import { type MatcherRules, revisionName } from './matcher-rules.js';
import type { NoisyRule } from './noisy-rules.js';
import { publishAlerts } from './publish-alerts.js';
import { quarantineMessages } from './quarantine-messages.js';
import { rebuildOffset } from './rebuild-offset.js';
import { createRecentRecords } from './recent-records.js';
import { createStoreGate } from './store-gate.js';

export interface MatcherOptions {
  readonly log: RecordLog;
  readonly state: Pick<StateStore, 'windows' | 'ping'>;
  /** Asked once a batch, so that a batch is evaluated under one revision. */
  readonly rules: MatcherRules;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Pick<Health, 'note' | 'readiness'>;
  /** Consumer group. Default `trailhound-matcher`. */
  readonly group?: string;
  /** Most records a batch holds. Default 500. */
  readonly maxBatch?: number;
  /** Matches a minute above which a rule is called noisy. Default 1,000. */
  readonly noisyMatchesPerMinute?: number;
  /** Answers conditions that are evaluated apart; without it the rules they decide are in error. The caller stops it. */
  readonly conditions?: ConditionWorker;
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

const lagEveryMs = 5_000;
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
    ...(options.maxBatch !== undefined && { maxBatch: options.maxBatch }),
  });
  const metrics = createMatcherMetrics(options.metrics);
  const builder: AlertBuilder = createAlertBuilder(why);
  const positions = createLogPositions(consumer);
  const recent = createRecentRecords();
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
      onSwitchedOff: (question, code) => report.switchedOff(question, rulesInForce(), code),
    });
  const rulesInForce = () => options.rules.current().compiled.rules;
  const counting = {
    ...{ windows: state.windows, stream: `${group}/${topics.records}`, rules: options.rules, conditions },
    onOutdated: (revision: string) => logger.info({ revision }, 'a newer revision of the rules is in use, catching up'),
  };
  const stopping = new AbortController();
  options.health.readiness('matcher-state', () => state.ping());

  async function handle(batch: LogBatch, signal: AbortSignal): Promise<void> {
    const startedMs = clock.now();
    await failpoint('M1');
    const span = await positions.span(batch);
    const { evaluation, observed } = await countBatch(batch, span, counting);
    for (const match of evaluation.matches) if (isObserved(match)) recent.add(match.record);
    if (observed.kind === 'regressed') return await rewind(batch, observed.stamp);
    const due = alertsOfBatch(evaluation.matches, observed.firings, {
      builder,
      revision: evaluation.revision,
      recent,
      nowMs: clock.now(),
    });
    if (evaluation.bad.length > 0) {
      await log.publish(topics.quarantine, quarantineMessages(evaluation.bad, batch.partition, clock.now()));
    }
    const alerts = due.map(({ alert }) => alert);
    if (alerts.length > 0) {
      await failpoint('M3');
      await failpointDuring('M4', () => publishAlerts(log, logger, alerts, clock.now()));
      await failpoint('M5');
    }
    const firings = observed.firings.flat();
    if (firings.length > 0) await state.windows.markDone(firings);
    if (alerts.length > 0) await failpoint('M6');
    await failpointDuring('M7', () => positions.commit(batch, span));
    if (signal.aborted) positions.forget(batch);
    report.handled(batch, evaluation, due, { startedMs, nowMs: clock.now(), gap: span.gap });
  }

  async function rewind(batch: LogBatch, stamp: bigint | undefined): Promise<void> {
    const { topic, partition } = batch;
    if (stamp !== undefined) {
      logger.warn({ topic, partition, stamp: String(stamp) }, 'window state is behind the log, reading again');
      metrics.rewound('stamp');
      positions.seek(batch, stamp, false);
      return;
    }
    const from = await rebuildOffset(log, rulesInForce(), batch, clock.now());
    logger.error({ topic, partition, from: String(from) }, 'window state is lost, rebuilding it from the log');
    metrics.rewound('rebuild');
    positions.seek(batch, from, true);
  }

  async function watchLag(): Promise<void> {
    while (!stopping.signal.aborted) {
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
            await handle(batch, signal);
          } catch (error) {
            metrics.batchFailed();
            positions.forget(batch);
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
