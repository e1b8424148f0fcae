import { builtInAlert, type Topic } from '@trailhound/contracts';
import type { Clock, Logger, RecordLog } from '@trailhound/ports';
import { publishAlerts } from './publish-alerts.js';
import type { RebuildGap } from './rebuild-offset.js';

export interface GapOfPartition {
  readonly topic: Topic;
  readonly partition: number;
  /** The oldest message the log still holds. */
  readonly offset: bigint;
  readonly gap: RebuildGap;
}

/**
 * Raises the built-in alert on counts that could not be rebuilt in full, and resolves when it is durable. The one loss
 * that is admitted (docs/guarantees.md), so it is told to people and not to a log file alone. One partition that lacks
 * what lies before one offset is one alert, however often it is met.
 */
export async function reportRebuildGap(
  { topic, partition, offset, gap }: GapOfPartition,
  { log, clock, logger }: { readonly log: Pick<RecordLog, 'publish'>; readonly clock: Clock; readonly logger: Logger },
): Promise<void> {
  const [from, to] = [gap.fromMs, gap.toMs].map((ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`);
  const message =
    `The state store lost its counts, and partition ${partition} of ${topic} no longer holds what came in from ${from} to ` +
    `${to}: thresholds and correlations over that time may have missed alerts. Run \`trailhound backtest\` over it, and ` +
    'keep the topic longer than the longest window, plus a day, plus the longest outage.';
  logger.error({ topic, partition, from, to }, 'counts cannot be rebuilt in full (rebuild_gap)');
  const alert = builtInAlert(
    {
      ...{ rule: 'trailhound-rebuild-gap', account: null, region: null, instance: `${topic}/${partition}/${offset}` },
      ...{ message, sinceMs: gap.fromMs, untilMs: gap.toMs },
    },
    clock.now(),
  );
  await publishAlerts(log, logger, [alert], clock.now());
}
