import { createAdminServer, createLifecycle, type Part, parseListenAddress, runUntilSignal } from '@trailhound/runtime';
import { CommandFailure, exitCodes } from '../../exit-codes.js';
import type { Io } from '../../io.js';
import type { RunContext } from '../context.js';
import { processContext, readConfig } from '../read-config.js';
import type { RunningPart } from '../running-part.js';
import { type Cluster, openCluster } from './open-cluster.js';

/** The parts of one service, over log and state that are open. */
export interface ServiceParts {
  /** Started before Kafka and Redis are waited for: what answers probes. */
  readonly early?: readonly Part[];
  /** To be started in order and stopped in reverse. */
  readonly parts: readonly Part[];
  /** Those that work in the background. */
  readonly running: readonly RunningPart[];
}

export interface ServiceDefinition {
  readonly name: 'collector' | 'matcher' | 'notifier' | 'console';
  compose(context: Omit<RunContext, 'stores'>, cluster: Cluster): Promise<ServiceParts>;
}

/** What stopping may take: batches in hand, exchanges under way, leaving the group. */
const graceMs = 20_000;
/** Connections a Kafka client still tries to mend do not keep the process: all that matters was closed or given up by now. */
const lastMomentMs = 500;

/** Runs one service until a signal. Answers the exit code. */
export async function runService(io: Io, configFile: string, service: ServiceDefinition): Promise<number> {
  const { config } = await readConfig(io, configFile);
  const context = processContext(config, service.name, io);
  const { clock, logger, health } = context;
  const cluster = await openCluster(context, service.name);
  const { early, parts, running } = await service.compose(context, cluster);
  let isStarted = false;
  health.readiness('started', async () => {
    if (!isStarted) throw new Error('waiting for Kafka and Redis');
  });
  const started: Part = {
    name: service.name,
    async start() {
      isStarted = true;
      logger.info({ pid: process.pid }, 'started');
    },
  };
  const lifecycle = createLifecycle(
    [...(early ?? [adminPart(context)]), cluster.part, ...parts, started],
    clock,
    logger,
  );
  const finished = Promise.race([new Promise<never>(() => {}), ...running.map(({ failed }) => failed)]);
  try {
    return await runUntilSignal(lifecycle, { graceMs, logger, health, finished });
  } finally {
    setTimeout(() => process.exit(), lastMomentMs).unref();
  }
}

function adminPart({ config, health, metrics, logger }: Omit<RunContext, 'stores'>): Part {
  const listen = parseListenAddress(config.admin.listen);
  if (!listen) throw new CommandFailure(`admin.listen: ${config.admin.listen} is no address`, exitCodes.usage);
  const server = createAdminServer({ health, metrics, logger, listen });
  return {
    name: 'probes and metrics',
    async start() {
      try {
        logger.info({ url: await server.listen() }, 'probes and metrics answer');
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        throw new CommandFailure(
          `admin.listen: cannot listen on ${config.admin.listen}: ${words}`,
          exitCodes.environment,
        );
      }
    },
    stop: () => server.close(),
  };
}
