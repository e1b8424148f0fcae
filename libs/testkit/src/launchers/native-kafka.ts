import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache-folder.js';
import { freePort } from './free-port.js';
import { type GuardedProcess, startGuarded } from './guarded-process.js';
import { MissingPrerequisite, runStep, runs } from './prerequisite.js';
import { versions } from './versions.js';
import { waitUntil } from './wait-until.js';

/** A running broker. Its data outlives `kill` and `start`, so that tests can break it. */
export interface KafkaBroker {
  /** `host:port`. */
  readonly address: string;
  /** SIGKILL, without warning. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same data and port; resolves when it answers. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a single Kafka broker in KRaft mode from Maven Central's jars on the machine's own Java; no image, no root.
 * Throws MissingPrerequisite where Java 17 or Maven is not there.
 */
export async function startNativeKafka(properties: Readonly<Record<string, string>> = {}): Promise<KafkaBroker> {
  const jars = await kafkaJars();
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-kafka-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const config = join(folder, 'server.properties');
  writeFileSync(config, serverProperties({ port, controllerPort, data: join(folder, 'data'), extra: properties }));
  const java = ['-Xmx512m', '-Xshare:auto', '-XX:TieredStopAtLevel=1', '-cp', join(jars, '*')];
  runStep('formatting the Kafka data folder', 'java', [
    ...java,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    'dHJhaWxob3VuZHRlc3RzMQ',
    '-c',
    config,
  ]);

  let broker: GuardedProcess | undefined;
  const start = async () => {
    broker = await startGuarded(join(folder, 'broker.log'), 'java', [...java, 'kafka.Kafka', config]);
    const starting = broker;
    let over = false;
    void starting.ended.then(() => {
      over = true;
    });
    await waitUntil('Kafka listens', () => over || accepts(port), 60_000, 200);
    if (over) throw new Error(`Kafka ended while starting:\n${starting.logTail()}`);
  };
  await start();
  return {
    address: `127.0.0.1:${port}`,
    async kill() {
      if (broker) process.kill(broker.pid, 'SIGKILL');
      await broker?.ended;
    },
    freeze: () => broker && process.kill(broker.pid, 'SIGSTOP'),
    thaw: () => broker && process.kill(broker.pid, 'SIGCONT'),
    start,
    async stop() {
      await broker?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function kafkaJars(): Promise<string> {
  if (!runs('java', '-version'))
    throw new MissingPrerequisite('the cluster tests need Java 17: install the package openjdk-17-jre-headless');
  return cached(`kafka-${versions.scala}-${versions.kafka}`, (folder) => {
    if (!runs('mvn', '-version'))
      throw new MissingPrerequisite('fetching Kafka needs Maven: install the package maven');
    const pom = join(folder, 'pom.xml');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      pom,
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>trailhound</groupId><artifactId>kafka</artifactId><version>1</version>
<dependencies><dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_${versions.scala}</artifactId><version>${versions.kafka}</version></dependency></dependencies>
</project>\n`,
    );
    runStep('fetching Kafka from Maven Central', 'mvn', [
      '-q',
      '-B',
      '-f',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${folder}`,
      '-DincludeScope=runtime',
    ]);
  });
}

function serverProperties(server: {
  port: number;
  controllerPort: number;
  data: string;
  extra: Readonly<Record<string, string>>;
}): string {
  const { port, controllerPort, data, extra } = server;
  const settings: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': data,
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'auto.create.topics.enable': 'false',
    // A killed broker is taken back as soon as it is up again; the default of 9 s only makes tests slow.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    ...extra,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
