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

/** A second door of a broker: SASL_SSL with SCRAM-SHA-256 and SCRAM-SHA-512. PEM texts; the user may do everything. */
export interface KafkaDoor {
  readonly cert: string;
  readonly key: string;
  readonly username: string;
  readonly password: string;
}

/** A running broker. Its data outlives `kill` and `start`, so that tests can break it. */
export interface KafkaBroker {
  /** `host:port`. */
  readonly address: string;
  /** `host:port` of its second door, where it has one. */
  readonly secureAddress?: string;
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
export async function startNativeKafka(
  properties: Readonly<Record<string, string>> = {},
  door?: KafkaDoor,
): Promise<KafkaBroker> {
  const jars = await kafkaJars();
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-kafka-'));
  const [port, controllerPort, securePort] = [await freePort(), await freePort(), await freePort()];
  const config = join(folder, 'server.properties');
  const settings = plainSettings(port, controllerPort, join(folder, 'data'));
  const secure = door === undefined ? {} : doorSettings(door, settings, securePort);
  writeFileSync(config, serverProperties({ ...settings, ...secure, ...properties }));
  const java = ['-Xmx512m', '-Xshare:auto', '-XX:TieredStopAtLevel=1', '-cp', join(jars, '*')];
  runStep('formatting the Kafka data folder', 'java', [
    ...java,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    'dHJhaWxob3VuZHRlc3RzMQ',
    '-c',
    config,
    ...(door === undefined ? [] : mechanisms.flatMap((mechanism) => ['--add-scram', scramUser(mechanism, door)])),
  ]);

  let broker: GuardedProcess | undefined;
  const start = async () => {
    broker = await startGuarded(join(folder, 'broker.log'), 'java', [...java, 'kafka.Kafka', config]);
    const starting = broker;
    let over = false;
    void starting.ended.then(() => {
      over = true;
    });
    await waitUntil('Kafka listens', () => over || accepts(port), 180_000, 200);
    if (over) throw new Error(`Kafka ended while starting:\n${starting.logTail()}`);
  };
  await start();
  return {
    address: `127.0.0.1:${port}`,
    ...(door !== undefined && { secureAddress: `127.0.0.1:${securePort}` }),
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

type Settings = Readonly<Record<string, string>>;

function plainSettings(port: number, controllerPort: number, data: string) {
  return {
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
  } as const satisfies Settings;
}

const mechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-512'];

function doorSettings(
  { cert, key }: KafkaDoor,
  plain: { readonly listeners: string; readonly 'advertised.listeners': string },
  port: number,
): Settings {
  const listener = `SASL_SSL://127.0.0.1:${port}`;
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  return {
    listeners: `${plain.listeners},${listener}`,
    'advertised.listeners': `${plain['advertised.listeners']},${listener}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL',
    'sasl.enabled.mechanisms': [...mechanisms, 'OAUTHBEARER'].join(','),
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.certificate.chain': cert,
    'ssl.keystore.key': key,
    ...Object.fromEntries(
      mechanisms.map((name) => [`listener.name.sasl_ssl.${name.toLowerCase()}.sasl.jaas.config`, scram]),
    ),
    // Kafka's own for development: it takes tokens that nobody signed.
    'listener.name.sasl_ssl.oauthbearer.sasl.jaas.config':
      'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";',
  };
}

function scramUser(mechanism: string, { username, password }: KafkaDoor): string {
  return `${mechanism}=[name=${username},password=${password}]`;
}

/** Java's form: a value of several lines goes on after a backslash. */
function serverProperties(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value.trimEnd().replaceAll('\n', '\\n\\\n')}\n`)
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
