import { existsSync } from 'node:fs';
import { type KafkaRecordLog, openKafkaLog } from '@trailhound/adapter-kafka';
import { topics } from '@trailhound/contracts';
import { createRulesState, type RulesState } from '@trailhound/matcher';
import { RevisionBook } from '@trailhound/rules';
import type { Config } from '@trailhound/runtime';
import { CommandFailure, exitCodes } from '../../exit-codes.js';
import type { Io } from '../../io.js';
import { processContext, readConfig } from '../read-config.js';
import { kafkaSettings } from './kafka-settings.js';
import { topicSizes } from './topic-sizes.js';

/** How long Kafka is given to answer a person. */
const patienceMs = 60_000;

/** Opens `rules.state` of the cluster a configuration names, read to its end, for as long as `use` takes. */
export async function withRulesState<T>(
  io: Io,
  configFile: string,
  use: (state: RulesState, config: Config) => Promise<T>,
): Promise<T> {
  const { config } = await readConfig(io, configFile);
  if (config.kafka) return inCluster(io, config, config.kafka, use);
  const why = 'without kafka in the configuration `trailhound up` follows the folders in `rules:` by itself';
  const instead =
    'to have an earlier revision again, write its files with `rules revisions --export` and copy them there';
  throw new CommandFailure(`${configFile} is no cluster's: ${why}; ${instead}`, exitCodes.usage);
}

/** The same for looking only, also in the data folder of an installation of one process that does not run now. */
export async function withRulesBook<T>(
  io: Io,
  configFile: string,
  use: (book: RevisionBook) => Promise<T>,
): Promise<T> {
  const { config } = await readConfig(io, configFile);
  if (config.kafka) return inCluster(io, config, config.kafka, ({ book }) => use(book));
  // Opening makes the folder, and looking must not.
  if (!existsSync(config.data)) return use(new RevisionBook());
  const { openStores } = await import('../embedded.js');
  const { clock, logger } = processContext(quiet(config), 'rules', io);
  const stores = openStores(config.data, { clock, logger });
  const state = createRulesState({ log: stores.log, clock });
  const running = state.run();
  try {
    await state.catchUp();
    return await use(state.book);
  } finally {
    await state.stop();
    await running;
    await stores.close();
  }
}

function quiet(config: Config): Config {
  return { ...config, log: { level: 'warn', format: 'pretty' } };
}

async function inCluster<T>(
  io: Io,
  config: Config,
  kafka: NonNullable<Config['kafka']>,
  use: (state: RulesState, config: Config) => Promise<T>,
): Promise<T> {
  const { clock, logger, secrets } = processContext(quiet(config), 'rules', io);
  const log = await openKafkaLog(await kafkaSettings(kafka, { service: 'rules', logger, secrets }));
  const state = createRulesState({ log, clock });
  const running = state.run();
  running.catch(() => undefined); // what fails it fails `catchUp` too
  const tooLate = AbortSignal.timeout(patienceMs);
  const unanswered = new Promise<never>((_, reject) => {
    tooLate.addEventListener('abort', () => {
      const brokers = kafka.brokers.join(', ');
      reject(
        new CommandFailure(`Kafka at ${brokers} did not answer within ${patienceMs / 1000} s`, exitCodes.environment),
      );
    });
  });
  unanswered.catch(() => undefined); // only where it is waited for
  try {
    await Promise.race([ready(log, kafka, state, tooLate), unanswered]);
    return await use(state, config);
  } finally {
    await state.stop();
    await log.close();
  }
}

async function ready(
  log: KafkaRecordLog,
  kafka: NonNullable<Config['kafka']>,
  state: RulesState,
  signal: AbortSignal,
): Promise<void> {
  try {
    await log.ensureTopics({ create: kafka.createTopics, ...topicSizes(kafka) }, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(words, exitCodes.environment);
  }
  await state.catchUp();
  const [unreadable] = state.book.unreadable;
  if (unreadable === undefined) return;
  throw new CommandFailure(`${topics.rulesState} was written by a later version: ${unreadable}`, exitCodes.environment);
}
