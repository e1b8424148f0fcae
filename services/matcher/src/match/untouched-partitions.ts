import { topics } from '@trailhound/contracts';
import type { Clock, LogConsumer, Logger, RecordLog, WindowStore } from '@trailhound/ports';
import type { MatcherRules } from './matcher-rules.js';
import { rebuildStart } from './rebuild-offset.js';

export interface UntouchedParts {
  readonly log: RecordLog;
  readonly consumer: LogConsumer;
  readonly windows: Pick<WindowStore, 'stamp'>;
  readonly stream: string;
  readonly rules: MatcherRules;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A batch of the partition was taken up under this assignment, or is in hand: it finds a loss by itself. */
  readonly isWorked: (partition: number) => boolean;
}

/**
 * Partitions that were given to this matcher with nothing new in them. What others count together with their records must not
 * wait for the next one where the store lost them: reading is sent back, and the first batch meets the loss and says it.
 */
export async function lookAtUntouched({
  log,
  consumer,
  windows,
  stream,
  rules,
  clock,
  logger,
  isWorked,
}: UntouchedParts): Promise<void> {
  const topic = topics.records;
  try {
    for (const { partition } of await consumer.lag()) {
      if (isWorked(partition)) continue;
      const here = await consumer.committed(topic, partition);
      if (here === undefined) continue;
      const stamp = await windows.stamp(stream, partition);
      if (stamp !== undefined && stamp >= here) continue;
      const { compiled } = rules.current();
      const from = stamp ?? (await rebuildStart(log, compiled.rules, { topic, partition, here }, clock.now())).offset;
      if (from < here && !isWorked(partition)) consumer.seek(topic, partition, from);
    }
  } catch (error) {
    logger.debug({ err: error }, 'partitions without new records could not be looked at yet');
  }
}
