import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';
import { freePort } from './free-port.js';
import type { AwsApi } from './native-aws-api.js';
import type { KafkaBroker } from './native-kafka.js';
import type { RedisServer } from './native-redis.js';
import { versions } from './versions.js';

// The same three services from images. Ports are fixed before the start, because clients must find a service where it
// was after it has been killed and started again.

export async function startKafkaContainer(properties: Readonly<Record<string, string>>): Promise<KafkaBroker> {
  const port = await freePort();
  const settings: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': '1@localhost:9094',
    listeners: 'PLAINTEXT://:9092,CONTROLLER://:9094',
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'auto.create.topics.enable': 'false',
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    ...properties,
  };
  const container = await new GenericContainer(versions.images.kafka)
    .withEnvironment(
      Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [`KAFKA_${name.replaceAll('.', '_').toUpperCase()}`, value]),
      ),
    )
    .withExposedPorts({ container: 9092, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return { address: `127.0.0.1:${port}`, ...(await breakable(container)), stop: () => removed(container) };
}

export async function startRedisContainer(extraArgs: readonly string[]): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-redis-'));
  const container = await new GenericContainer(versions.images.redis)
    .withCommand([
      'redis-server',
      '--save',
      '',
      '--appendonly',
      'yes',
      '--appendfsync',
      'always',
      '--maxmemory-policy',
      'noeviction',
      ...extraArgs,
    ])
    .withBindMounts([{ source: folder, target: '/data' }])
    .withExposedPorts({ container: 6379, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    .start();
  return {
    url: `redis://127.0.0.1:${port}`,
    folder,
    ...(await breakable(container)),
    async stop() {
      await removed(container);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function startAwsApiContainer(): Promise<AwsApi> {
  const container = await new GenericContainer(versions.images.moto)
    .withExposedPorts(5000)
    .withWaitStrategy(Wait.forHttp('/moto-api/', 5000))
    .start();
  const endpoint = `http://127.0.0.1:${container.getMappedPort(5000)}`;
  return {
    endpoint,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    stop: () => removed(container),
  };
}

async function breakable(
  container: StartedTestContainer,
): Promise<Pick<KafkaBroker, 'kill' | 'start' | 'freeze' | 'thaw'>> {
  const { container: engine } = await getContainerRuntimeClient();
  const handle = engine.getById(container.getId());
  return {
    kill: async () => {
      await handle.kill({ signal: 'SIGKILL' });
    },
    start: async () => {
      await handle.start();
    },
    freeze: () => void handle.pause(),
    thaw: () => void handle.unpause(),
  };
}

async function removed(container: StartedTestContainer): Promise<void> {
  await container.stop({ timeout: 2000 });
}
