import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startWebhookReceiver, type WebhookReceiver } from '@trailhound/testkit';
import { type AwsApi, freePort, waitUntil } from '@trailhound/testkit/launchers';
import { rulesYaml } from '../../chaos/input/rules-yaml.js';
import type { Machines } from '../../chaos/lab/machines.js';
import { serviceProcess } from '../../chaos/lab/service-process.js';
import { type Supervised, supervise } from '../../chaos/lab/supervisor.js';
import { openTopics, type Topics } from '../../chaos/lab/topics.js';
import { type Watch, watch } from '../../chaos/lab/watch.js';
import { isWorkedOff, quietState } from '../../chaos/lab/worked-off.js';
import { soakRules } from '../organisation/rules.js';
import type { AwsPlace } from './aws-place.js';
import { isUp } from './is-up.js';
import { within } from './patience.js';

/** One installation in a cluster, as it would stand beside the organisation's bucket. */
export interface SoakLab {
  readonly soc: WebhookReceiver;
  readonly topics: Topics;
  readonly watch: Watch;
  readonly collectors: readonly Supervised[];
  readonly matchers: readonly Supervised[];
  readonly notifiers: readonly Supervised[];
  services(): readonly Supervised[];
  /** Where the console answers. */
  readonly apiUrl: string;
  /** Everything in the log is matched and told. Rejects while Redis is away. */
  isWorkedOff(): Promise<boolean>;
  /** Ends everything that was started, also where not all of it could be. */
  close(): Promise<void>;
}

export interface SoakLabOptions {
  readonly machines: Machines;
  readonly aws: AwsApi;
  readonly place: AwsPlace;
  /** Where configuration, rules and logs are kept. */
  readonly folder: string;
  readonly prefix: string;
  readonly publicKeys: string;
  readonly visibilitySeconds: number;
  /** How many processes of each service. */
  readonly replicas: { readonly collector: number; readonly matcher: number; readonly notifier: number };
}

const secret = `whsec_${Buffer.from('a secret for tests, 32 bytes long').toString('base64')}`;
const startedWithinMs = 300_000;
const closedWithinMs = 15_000;

export async function openSoakLab(options: SoakLabOptions): Promise<SoakLab> {
  const { machines, aws, folder, prefix, publicKeys } = options;
  const closing: { readonly what: string; readonly end: () => Promise<unknown> }[] = [];
  const close = async () => {
    // One after the other, the last first; what does not end is left behind.
    for (let last = closing.pop(); last !== undefined; last = closing.pop())
      await within(`${last.what} is closed`, closedWithinMs, last.end()).catch(() => undefined);
  };
  try {
    const soc = await startWebhookReceiver({ secret });
    closing.push({ what: 'the receiver', end: () => soc.close() });
    const apiPort = await freePort();
    mkdirSync(join(folder, 'rules'), { recursive: true });
    writeFileSync(join(folder, 'soc.whsec'), `${secret}\n`);
    writeFileSync(join(folder, 'public-keys.json'), publicKeys);
    writeFileSync(join(folder, 'rules', 'soak.yaml'), rulesYaml(soakRules));
    writeFileSync(join(folder, 'trailhound.yaml'), configuration(options, soc.url, apiPort));
    const topics = await openTopics(machines.kafka.address, prefix);
    closing.push({ what: 'the look at the topics', end: () => topics.close() });
    const state = quietState(machines.redis.url, prefix);
    closing.push({ what: 'the look at the state', end: () => state.close() });

    const counts = { ...options.replicas, console: 1 };
    const start = (service: keyof typeof counts) =>
      Promise.all(
        Array.from({ length: counts[service] }, async (_, at) => {
          const process = await supervise(serviceProcess({ service, number: at + 1, folder, env: aws.env }));
          closing.push({ what: process.name, end: () => process.stop('kill') });
          await waitUntil(`${process.name} has started`, () => isUp(process.logFile), startedWithinMs);
          return process;
        }),
      );
    // Topics are made by whoever comes first.
    const all = await Promise.all([start('collector'), start('matcher'), start('notifier'), start('console')]);
    const [collectors, matchers, notifiers] = all;
    const services = () => all.flat();
    const watching = watch(topics, services);
    closing.push({ what: 'the watch', end: () => watching.stop() });
    return {
      ...{ soc, topics, watch: watching, collectors, matchers, notifiers, services, close },
      apiUrl: `http://127.0.0.1:${apiPort}`,
      isWorkedOff: () => isWorkedOff(watching.latest, state),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function configuration(options: SoakLabOptions, socUrl: string, apiPort: number): string {
  const { machines, place, prefix, visibilitySeconds } = options;
  const queue = (url: string) => ({ sqs: { queue: url, visibility: `${visibilitySeconds}s` } });
  return JSON.stringify(
    {
      sources: [queue(place.noticesUrl), queue(place.eventsUrl)],
      rules: ['./rules'],
      destinations: { soc: { webhook: { url: socUrl, secretFile: './soc.whsec' } } },
      network: { allow: ['127.0.0.0/8'] },
      kafka: {
        brokers: [machines.kafkaProxy.address],
        ...{ topicPrefix: prefix, createTopics: true, partitions: 6, sessionTimeout: '6s' },
      },
      redis: { url: `redis://${machines.redisProxy.address}`, keyPrefix: `${prefix}:` },
      completeness: { verifyEvery: 'off', publicKeys: './public-keys.json' },
      admin: { listen: '127.0.0.1:0' },
      api: { listen: `127.0.0.1:${apiPort}`, authentication: false },
      data: './data',
    },
    null,
    2,
  );
}
