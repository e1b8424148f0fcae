import type { Period, RecordInput } from '@trailhound/matcher/offline';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import type { ProgressBar } from './progress-bar.js';

const dayMs = 86_400_000;

/**
 * Visits the records of a cluster's topic that may belong to a period: those logged since it began, and until a day after
 * it ended, for records come late. No matcher notices.
 */
export async function replayTopic(
  io: Io,
  configFile: string,
  { fromMs, toMs }: Period,
  bar: ProgressBar,
  visit: (record: RecordInput) => Promise<void>,
): Promise<void> {
  // Loaded when it is needed: Kafka and the configuration are most of what the command would load.
  const [{ openKafkaLog }, { replayRecords }, { kafkaSettings }, { processContext, readConfig }] = await Promise.all([
    import('@trailhound/adapter-kafka'),
    import('@trailhound/matcher/offline'),
    import('../run/cluster/kafka-settings.js'),
    import('../run/read-config.js'),
  ]);
  const { config } = await readConfig(io, configFile);
  const { kafka } = config;
  if (!kafka) throw new CommandFailure(`${configFile} names no kafka, so there is no topic to read`, exitCodes.usage);
  const quiet = { ...config, log: { level: 'warn', format: 'pretty' } } as const;
  const { logger, secrets } = processContext(quiet, 'backtest', io);
  const log = await openKafkaLog(await kafkaSettings(kafka, { service: 'backtest', logger, secrets }));
  let read = 0;
  try {
    await replayRecords(
      {
        log,
        ...(fromMs !== undefined && { sinceMs: fromMs }),
        ...(toMs !== undefined && { untilMs: toMs + dayMs }),
        onTotal: (records) => {
          bar.total = records;
        },
      },
      async (record) => {
        await visit(record);
        read += 1;
        bar.draw(read, read);
      },
    );
  } finally {
    await log.close();
  }
}
