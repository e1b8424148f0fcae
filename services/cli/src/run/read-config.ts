import { formatProblem } from '@trailhound/contracts';
import {
  armFailpoints,
  createHealth,
  createLogger,
  createMetrics,
  createSecrets,
  type LoadedConfig,
  loadConfig,
  systemClock,
} from '@trailhound/runtime';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { version } from '../version.js';
import type { RunContext } from './context.js';

/** The configuration a call names; every problem in it is said, with its place, and ends the command. */
export async function readConfig(io: Io, file: string | undefined): Promise<LoadedConfig> {
  const loaded = await loadConfig({
    ...(file !== undefined && { file }),
    environment: io.env,
    workingDirectory: process.cwd(),
  });
  if (!loaded.ok) throw new CommandFailure(loaded.problems.map(formatProblem).join('\n'), exitCodes.usage);
  const failpoints = armFailpoints(io.env);
  if (!failpoints.ok) throw new CommandFailure(failpoints.problems.map(formatProblem).join('\n'), exitCodes.usage);
  for (const { name, action } of failpoints.value) io.say(`failpoint ${name} is set: ${action}`);
  return loaded.value;
}

/** What the services of a process share besides their stores. */
export function processContext(config: LoadedConfig['config'], service: string, io: Io): Omit<RunContext, 'stores'> {
  const secrets = createSecrets();
  const logger = createLogger({
    service,
    level: config.log.level,
    format: config.log.format,
    secrets,
    write: (line) => {
      io.err.write(line);
    },
  });
  return {
    config,
    clock: systemClock,
    logger,
    metrics: createMetrics({ version, processMetrics: true }),
    health: createHealth({ clock: systemClock }),
    secrets,
  };
}
