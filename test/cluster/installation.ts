import { readFileSync } from 'node:fs';
import { startWebhookReceiver, type WebhookReceiver } from '@trailhound/testkit';
import {
  type AwsApi,
  type GuardedProcess,
  type KafkaBroker,
  type RedisServer,
  startGuarded,
  waitUntil,
} from '@trailhound/testkit/launchers';
import { onTestFinished } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { launcher, root } from '../support/trailhound.js';
import { broadRules } from './broad-rules.js';

export type ServiceName = 'collector' | 'matcher' | 'notifier' | 'console';

/** One line of a service's log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [fact: string]: unknown;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly text: string;
}

/** A service as a process of its own. */
export interface RunningService {
  readonly name: ServiceName;
  readonly process: GuardedProcess;
  /** Its log so far; what is no JSON has the whole line as `msg`. */
  log(): readonly LogLine[];
  /** How many entries have this message. */
  count(message: RegExp): number;
  says(message: RegExp, timeoutMs?: number): Promise<void>;
  /** GET on its probes and metrics, or on the API of a console. */
  get(path: string): Promise<ServiceAnswer>;
  /** Sends a body, as JSON, to the API of a console. */
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<ServiceAnswer>;
  /** SIGTERM; answers the exit code. */
  terminate(): Promise<number>;
  /** SIGKILL, without warning. */
  kill(): Promise<void>;
}

/** One installation on shared services: topics, keys and receiver of its own. */
export interface Installation {
  readonly folder: TemporaryFolder;
  readonly receiver: WebhookReceiver;
  readonly redisPrefix: string;
  readonly topicPrefix: string;
  /** Starts a service; `sources` is the collector's, as YAML. */
  start(name: ServiceName, options?: StartOptions): Promise<RunningService>;
}

export interface StartOptions {
  readonly sources?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Lines of the configuration in place of those below with the same key. */
  readonly config?: Readonly<Record<string, string>>;
  /** Wait until it has started. Default true. */
  readonly waits?: boolean;
}

export interface SharedServices {
  readonly kafka: KafkaBroker;
  readonly redis: RedisServer;
  readonly aws: AwsApi;
}

/** Rule folders of every installation, with the written ones. */
export const packs = `${root}rules/threat-stack`;
const secret = `whsec_${Buffer.from('a secret for tests, 32 bytes long').toString('base64')}`;
let installations = 0;

export async function installation({ kafka, redis, aws }: SharedServices): Promise<Installation> {
  installations += 1;
  const folder = temporaryFolder();
  const receiver = await startWebhookReceiver({ secret });
  onTestFinished(() => receiver.close());
  folder.write('soc.whsec', `${secret}\n`);
  folder.write('rules/broad.yaml', broadRules);
  const topicPrefix = `cluster-${installations}.`;
  const redisPrefix = `cluster-${installations}:`;
  const shared: Readonly<Record<string, string>> = {
    rules: JSON.stringify([packs, folder.at('rules')]),
    destinations: `{ soc: { webhook: { url: '${receiver.url}', secretFile: ./soc.whsec } } }`,
    network: '{ allow: [127.0.0.0/8] }',
    kafka: `{ brokers: ['${kafka.address}'], topicPrefix: ${topicPrefix}, createTopics: true, partitions: 6, sessionTimeout: 6s }`,
    redis: `{ url: '${redis.url}', keyPrefix: '${redisPrefix}' }`,
    data: './data',
    api: '{ listen: 127.0.0.1:0, authentication: false }',
    log: '{ level: debug }',
  };
  let started = 0;
  const processes: GuardedProcess[] = [];
  onTestFinished(async () => {
    await Promise.all(processes.map((process) => process.stop()));
  });
  return {
    ...{ folder, receiver, topicPrefix, redisPrefix },
    async start(name, { sources = '[]', env = {}, config = {}, waits = true } = {}) {
      started += 1;
      const file = `${name}-${started}`;
      const lines = Object.entries({ ...shared, sources, ...config }).map(([key, value]) => `${key}: ${value}\n`);
      folder.write(`${file}.yaml`, lines.join(''));
      const args = [launcher, name, '--config', folder.at(`${file}.yaml`)];
      const process = await startGuarded(folder.at(`${file}.log`), nodeBinary, args, {
        ...cleanEnvironment(),
        ...aws.env,
        ...env,
      });
      processes.push(process);
      const service = runningService(name, process, folder.at(`${file}.log`));
      if (waits) await service.says(/^started$/, 60_000);
      return service;
    },
  };
}

const nodeBinary = process.execPath;

function cleanEnvironment(): NodeJS.ProcessEnv {
  // kafkajs waits less under NODE_ENV=test; services are to be tested as they run.
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  return env;
}

function runningService(name: ServiceName, guarded: GuardedProcess, logFile: string): RunningService {
  const log = () => readFileSync(logFile, 'utf8').split('\n').filter(Boolean).map(logLine);
  const service: RunningService = {
    ...{ name, process: guarded, log },
    count: (message) => log().filter(({ msg }) => message.test(msg)).length,
    async says(message, timeoutMs = 30_000) {
      let ended: number | undefined;
      void guarded.ended.then((exitCode) => {
        ended = exitCode;
      });
      const found = () => service.count(message) > 0;
      const what = `${name} says ${message}`;
      await waitUntil(what, () => found() || ended !== undefined, timeoutMs).catch((error: unknown) => {
        throw new Error(`not within ${timeoutMs} ms: ${what}\n${guarded.logTail()}`, { cause: error });
      });
      if (!found()) throw new Error(`${name} ended with ${ended} before it said ${message}:\n${guarded.logTail()}`);
    },
    async get(path) {
      const answer = await fetch(`${baseUrl(log())}${path}`);
      return { status: answer.status, text: await answer.text() };
    },
    async send(method, path, body) {
      const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const answer = await fetch(`${baseUrl(log())}${path}`, { method, ...(body !== undefined && json) });
      return { status: answer.status, text: await answer.text() };
    },
    terminate() {
      process.kill(guarded.pid, 'SIGTERM');
      return guarded.ended;
    },
    async kill() {
      process.kill(guarded.pid, 'SIGKILL');
      await guarded.ended;
    },
  };
  return service;
}

function logLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { level: 'none', msg: line };
  }
}

/** Where a service answers: the log names the port it took. */
function baseUrl(log: readonly LogLine[]): string {
  const probes = log.find(({ msg }) => msg === 'probes and metrics answer')?.['url'];
  const api = log.map(({ msg }) => /^API at (\S+)/.exec(msg)?.[1]).find((url) => url !== undefined);
  const url = probes ?? api;
  if (typeof url !== 'string') throw new Error('the service has not said where it answers');
  return url;
}
