import { openKafkaLog, type TopicDifference } from '@trailhound/adapter-kafka';
import type { Config } from '@trailhound/runtime';
import { CommandFailure, exitCodes } from '../../exit-codes.js';
import type { Io } from '../../io.js';
import { processContext, readConfig } from '../read-config.js';
import { kafkaSettings } from './kafka-settings.js';
import { topicSizes } from './topic-sizes.js';

/** How long Kafka is given to answer a person. */
const patienceMs = 60_000;

/**
 * How the topics of the cluster a configuration names differ from what is documented; with `apply`, after what can be
 * changed was changed. What Kafka refuses, or does not answer in time, ends the command.
 */
export async function topicsOfCluster(io: Io, configFile: string, apply: boolean): Promise<readonly TopicDifference[]> {
  const { config } = await readConfig(io, configFile);
  const { kafka } = config;
  if (!kafka) throw new CommandFailure(`${configFile} is no cluster's: it has no kafka`, exitCodes.usage);
  const quiet: Config = { ...config, log: { level: 'warn', format: 'pretty' } };
  const { logger, secrets } = processContext(quiet, 'topics', io);
  const log = await openKafkaLog(await kafkaSettings(kafka, { service: 'topics', logger, secrets }));
  const tooLate = AbortSignal.timeout(patienceMs);
  try {
    const differences = await log.planTopics(topicSizes(kafka), tooLate);
    if (apply) await log.applyPlan(differences, tooLate);
    return differences;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const brokers = kafka.brokers.join(', ');
    const late = `Kafka at ${brokers} did not answer within ${patienceMs / 1000} s`;
    throw new CommandFailure(tooLate.aborted ? late : words, exitCodes.environment);
  } finally {
    await log.close();
  }
}
