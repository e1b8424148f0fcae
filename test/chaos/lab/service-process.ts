import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { SuperviseOptions } from './supervisor.js';

/** What npm links as `trailhound`. */
export const launcher = fileURLToPath(new URL('../../../services/cli/bin/trailhound.js', import.meta.url));

export interface ServiceProcess {
  /** `matcher`; with the number, the name of the process and of its log. */
  readonly service: string;
  readonly number: number;
  /** Where `trailhound.yaml` is, and the log goes. */
  readonly folder: string;
  readonly nodeArgs?: readonly string[];
  /** In place of the launcher. */
  readonly program?: readonly string[];
  /** In addition to what every process gets. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How one process of a service is run, as `supervise` is told. */
export function serviceProcess(options: ServiceProcess): Omit<SuperviseOptions, 'failpoints'> {
  const { service, number, folder, nodeArgs = [], program = [launcher], env } = options;
  const name = `${service}-${number}`;
  return {
    ...{ name, logFile: join(folder, `${name}.log`) },
    args: ['--trace-warnings', ...nodeArgs, ...program, service, '--config', join(folder, 'trailhound.yaml')],
    env: { ...serviceEnvironment(), ...env },
  };
}

/** The environment of every process of an installation. */
export function serviceEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV: _, VITEST: __, NODE_OPTIONS: ___, ...inherited } = process.env;
  return {
    ...inherited,
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' },
    // Processes are started by the dozen; what they load is compiled once.
    NODE_COMPILE_CACHE: join(tmpdir(), 'trailhound-compile-cache'),
  };
}
