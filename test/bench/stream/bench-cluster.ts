import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KafkaClientName, type KafkaRecordLog, openKafkaLog } from '@trailhound/adapter-kafka';
import { type KafkaBroker, type RedisServer, startKafka, startRedis } from '@trailhound/testkit/launchers';
import { runningService, type ServiceName, type ServiceProcess } from './service-process.js';

/** A real Kafka and a real Redis for one run of the benchmark, and services on them. */
export interface BenchCluster {
  readonly broker: string;
  readonly redisUrl: string;
  readonly folder: string;
  /** The log under a prefix of topics, its topics made. */
  openLog(topicPrefix: string, client: KafkaClientName): Promise<KafkaRecordLog>;
  /** Starts a service as a process of its own, with what the configuration holds beside Kafka and Redis. */
  start(name: ServiceName, options: ServiceOptions): Promise<ServiceProcess>;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly topicPrefix: string;
  readonly redisPrefix: string;
  readonly client: KafkaClientName;
  /** Further lines of the configuration, as YAML flow values by key. */
  readonly config?: Readonly<Record<string, string>>;
  /** Words in front of the command, such as those that pin it to a processor. */
  readonly prefix?: readonly string[];
}

export const partitions = 4;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export async function startBenchCluster(): Promise<BenchCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-bench-'));
  const kafka: KafkaBroker = await startKafka();
  const redis: RedisServer = await startRedis();
  const running = new Set<ServiceProcess>();
  let started = 0;
  return {
    broker: kafka.address,
    redisUrl: redis.url,
    folder,
    async openLog(topicPrefix, client) {
      const log = await openKafkaLog({
        client,
        brokers: [kafka.address],
        clientId: 'bench',
        topicPrefix,
        logger: silent,
      });
      await log.ensureTopics({ create: true, partitions });
      return log;
    },
    async start(name, options) {
      started += 1;
      const home = join(folder, `${name}-${started}`);
      mkdirSync(home);
      writeFileSync(join(home, 'trailhound.yaml'), configuration(kafka.address, redis.url, options));
      const service = await runningService(name, home, options.prefix ?? []);
      running.add(service);
      return service;
    },
    async stop() {
      await Promise.all([...running].map((service) => service.stop()));
      await Promise.all([kafka.stop(), redis.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(broker: string, redisUrl: string, options: ServiceOptions): string {
  const { topicPrefix, redisPrefix, client, config = {} } = options;
  const lines: Readonly<Record<string, string>> = {
    kafka: `{ brokers: ['${broker}'], client: ${client}, topicPrefix: '${topicPrefix}', createTopics: true, partitions: ${partitions} }`,
    redis: `{ url: '${redisUrl}', keyPrefix: '${redisPrefix}' }`,
    network: '{ allow: [127.0.0.0/8] }',
    data: './data',
    log: '{ level: info }',
    ...config,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}
