import { isPassing, type KafkaRecordLog, openKafkaLog } from '@trailhound/adapter-kafka';
import { checkRedis, type RedisOptions, RedisStateStore } from '@trailhound/adapter-redis';
import { hasCode } from '@trailhound/contracts';
import type { Clock, RecordLog, StateStore } from '@trailhound/ports';
import type { Config, Logger, Part, Secrets } from '@trailhound/runtime';
import { CommandFailure, exitCodes } from '../../exit-codes.js';
import type { RunContext } from '../context.js';
import { kafkaSettings } from './kafka-settings.js';
import { secretOf, tlsTexts } from './secret-files.js';
import { topicSizes } from './topic-sizes.js';
import { waitingCheckpoints } from './waiting-checkpoints.js';

/** Log and state of a cluster, and the part of the process that waits for them and closes them. */
export interface Cluster {
  readonly log: RecordLog;
  readonly state: StateStore;
  readonly part: Part;
}

const probeEveryMs = 1000;

/**
 * Log and state as the configuration names them. Nothing connects yet: the part's start waits until both answer, for as
 * long as that takes, and ends the command for what waiting does not mend (a missing topic, an eviction policy).
 */
export async function openCluster(context: Omit<RunContext, 'stores'>, service: string): Promise<Cluster> {
  const { config, clock, logger, secrets, health } = context;
  const { kafka, redis } = config;
  if (!kafka || !redis) {
    const missing = [!kafka && 'kafka', !redis && 'redis'].filter((name) => name !== false).join(' and ');
    throw new CommandFailure(
      `trailhound ${service} is one service of a cluster and needs ${missing} in the configuration; \`trailhound up\` runs all of them in one process without`,
      exitCodes.usage,
    );
  }
  const log = await openKafkaLog(await kafkaSettings(kafka, { service, logger, secrets }));
  const store = new RedisStateStore(await redisOptions(redis, logger, secrets));
  const stopping = new AbortController();
  health.readiness('kafka', () => log.ping());
  health.readiness('redis', () => store.ping());
  const part: Part = {
    name: 'kafka and redis',
    async start() {
      await Promise.all([
        topicsReady(log, kafka, logger, stopping.signal),
        redisReady(store, clock, logger, stopping.signal),
      ]);
    },
    async stop() {
      stopping.abort();
      await Promise.all([log.close(), store.close()]);
    },
  };
  const checkpoints = waitingCheckpoints(store.checkpoints, clock, stopping.signal);
  const { windows, deliveries, tallies } = store;
  const state: StateStore = {
    ...{ windows, deliveries, tallies, checkpoints: service === 'collector' ? checkpoints : store.checkpoints },
    ping: () => store.ping(),
    close: () => store.close(),
  };
  return { log, state, part };
}

async function redisOptions(
  { url, urlFile, tls, keyPrefix }: NonNullable<Config['redis']>,
  logger: Logger,
  secrets: Secrets,
): Promise<RedisOptions> {
  const address = urlFile === undefined ? (url ?? '') : await secretOf(urlFile, 'redis.urlFile', secrets);
  return { url: address, keyPrefix, logger, ...(tls && { tls: await tlsTexts(tls, 'redis.tls', secrets) }) };
}

async function topicsReady(
  log: KafkaRecordLog,
  kafka: NonNullable<Config['kafka']>,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    const made = await log.ensureTopics({ create: kafka.createTopics, ...topicSizes(kafka) }, signal);
    if (made.length > 0) logger.info({ topics: made }, 'topics made');
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof Error && !isPassing(error)) throw new CommandFailure(error.message, exitCodes.environment);
    throw error;
  }
}

async function redisReady(store: RedisStateStore, clock: Clock, logger: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await store.connection.ready(signal);
      return await checkRedis(store.connection, logger);
    } catch (error) {
      if (signal.aborted) return;
      if (hasCode(error, 'STORE_MISCONFIGURED') && error instanceof Error)
        throw new CommandFailure(error.message, exitCodes.environment);
      if (!hasCode(error, 'STORE_UNAVAILABLE')) throw error;
      await clock.sleep(probeEveryMs, signal);
    }
  }
}
