import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startWebhookReceiver, type WebhookReceiver } from '@trailhound/testkit';
import type { ChaosObject } from '../input/objects.js';
import { chaosRules } from '../input/rules.js';
import { rulesYaml } from '../input/rules-yaml.js';
import { type ChaosBucket, startBucket } from './bucket.js';
import type { LabSettings } from './lab-settings.js';
import type { Machines } from './machines.js';
import { serviceProcess } from './service-process.js';
import { type Supervised, supervise } from './supervisor.js';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';
import { openTopics, type Topics } from './topics.js';
import { type Watch, watch } from './watch.js';
import { isWorkedOff, quietState } from './worked-off.js';

/** One installation under test: services as processes of their own, fed by a bucket and heard by two receivers. */
export interface Lab {
  readonly folder: string;
  readonly machines: Machines;
  readonly bucket: ChaosBucket;
  /** Destination `soc`: gets every alert, and accepts it, unless it misbehaves. */
  readonly soc: WebhookReceiver;
  /** Between the notifiers and `soc`. */
  readonly socProxy: TcpProxy;
  /** Destination `legacy`: gets a few, and answers 410 to all. */
  readonly legacy: WebhookReceiver;
  readonly topics: Topics;
  readonly watch: Watch;
  readonly collector: Supervised;
  readonly matchers: Supervised[];
  readonly notifiers: Supervised[];
  /** Those that were stopped, too. */
  services(): readonly Supervised[];
  /** As an autoscaler does: more are started; the youngest are told to end, and do. `failpoint` is for one more. */
  scaleMatchers(count: number, failpoint?: string): Promise<void>;
  /** Nothing is under way: all is read, matched, and delivered or given up. Rejects while Kafka or Redis is away. */
  isDrained(): Promise<boolean>;
  close(): Promise<void>;
}

export interface LabOptions {
  readonly machines: Machines;
  readonly settings: LabSettings;
  readonly objects: readonly ChaosObject[];
  /** Where logs and what was received are kept. */
  readonly folder: string;
  /** In front of topics, groups and keys, so that runs can share brokers. */
  readonly prefix: string;
}

const plantedLauncher = fileURLToPath(new URL('../planted/matcher.ts', import.meta.url));
const fromSource = fileURLToPath(new URL('../from-source.mjs', import.meta.url));
const secret = `whsec_${Buffer.from('a secret for tests, 32 bytes long').toString('base64')}`;

export async function openLab({ machines, settings, objects, folder, prefix }: LabOptions): Promise<Lab> {
  mkdirSync(join(folder, 'rules'), { recursive: true });
  writeFileSync(join(folder, 'soc.whsec'), `${secret}\n`);
  writeFileSync(join(folder, 'rules', 'chaos.yaml'), rulesYaml(chaosRules));
  const bucket = await startBucket(objects);
  const { misbehave } = settings;
  const soc = await startWebhookReceiver({ secret, file: join(folder, 'soc.ndjson'), ...(misbehave && { misbehave }) });
  const socProxy = await startTcpProxy(`127.0.0.1:${soc.port}`);
  const legacy = await startWebhookReceiver({ secret, misbehave: () => ({ kind: 'status', status: 410 }) });
  const urls = { soc: soc.url.replace(String(soc.port), String(socProxy.port)), legacy: legacy.url };
  writeFileSync(
    join(folder, 'trailhound.yaml'),
    configuration({ machines, bucket, urls, prefix, client: settings.client }),
  );

  const [matchers, notifiers]: [Supervised[], Supervised[]] = [[], []];
  const retired: Supervised[] = [];
  const start = (service: string, number: number, failpoint?: string) => {
    const planted = service === 'matcher' ? settings.planted : undefined;
    const own = serviceProcess({
      ...{ service, number, folder },
      nodeArgs: settings.nodeArgs.get(service) ?? [],
      ...(planted !== undefined && { program: ['--import', fromSource, plantedLauncher, planted] }),
      env: {
        ...settings.env.get(service),
        ...(failpoint !== undefined && { TRAILHOUND_FAILPOINT: failpoint }),
      },
    });
    return supervise({ ...own, failpoints: settings.failpoints.get(own.name) ?? [] });
  };
  const topics = await openTopics(machines.kafka.address, prefix);
  // Topics are made by whoever comes first.
  const collector = await start('collector', 1);
  for (let number = 1; number <= settings.matchers; number += 1) matchers.push(await start('matcher', number));
  for (let number = 1; number <= settings.notifiers; number += 1) notifiers.push(await start('notifier', number));
  const services = () => [collector, ...matchers, ...notifiers, ...retired];
  const watching = watch(topics, services);
  const state = quietState(machines.redis.url, prefix);

  return {
    ...{ folder, machines, bucket, soc, socProxy, legacy, topics, watch: watching },
    ...{ collector, matchers, notifiers, services },
    async scaleMatchers(count, failpoint) {
      while (matchers.length < count)
        matchers.push(await start('matcher', matchers.length + retired.length + 1, failpoint));
      const ending = matchers.splice(count);
      retired.push(...ending);
      await Promise.all(ending.map((matcher) => matcher.stop('terminate')));
    },
    async isDrained() {
      if (bucket.released < bucket.objects || !isAtEnd(collector.logFile)) return false;
      return isWorkedOff(watching.latest, state);
    },
    async close() {
      await watching.stop();
      await Promise.all(services().map((service) => service.stop('kill')));
      await Promise.all([soc.close(), socProxy.close(), legacy.close(), bucket.close(), topics.close(), state.close()]);
    },
  };
}

interface Places extends Pick<Lab, 'machines' | 'bucket'>, Pick<LabSettings, 'client'> {
  readonly prefix: string;
  readonly urls: { readonly soc: string; readonly legacy: string };
}

function configuration({ machines, bucket, urls, prefix, client }: Places): string {
  const legacyRules = chaosRules.rules.filter(({ isAlsoForLegacy }) => isAlsoForLegacy).map(({ id }) => id);
  const webhook = (url: string) => ({ webhook: { url, secretFile: './soc.whsec' } });
  return JSON.stringify(
    {
      sources: [{ s3: { url: bucket.url, endpoint: bucket.endpoint } }],
      rules: ['./rules'],
      destinations: { soc: webhook(urls.soc), legacy: webhook(urls.legacy) },
      routes: [{ to: ['soc'] }, { match: { rule: legacyRules }, to: ['legacy'] }],
      network: { allow: ['127.0.0.0/8'] },
      kafka: {
        brokers: [machines.kafkaProxy.address],
        ...{ topicPrefix: prefix, createTopics: true, partitions: 6, sessionTimeout: '6s', client },
      },
      redis: { url: `redis://${machines.redisProxy.address}`, keyPrefix: `${prefix}:` },
      admin: { listen: '127.0.0.1:0' },
      data: './data',
    },
    null,
    2,
  );
}

/** The process that runs now has read everything there is. */
function isAtEnd(logFile: string): boolean {
  const log = readFileSync(logFile, 'utf8');
  return log.lastIndexOf('a source is at its end') > log.lastIndexOf('"started"');
}
