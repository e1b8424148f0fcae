import { type Backend, chooseBackend } from './choose-backend.js';
import { dockerEngineAnswers } from './docker-engine.js';
import { type AwsApi, startNativeAwsApi } from './native-aws-api.js';
import { type KafkaBroker, type KafkaDoor, startNativeKafka } from './native-kafka.js';
import { type RedisServer, startNativeRedis } from './native-redis.js';

let backend: Promise<Backend> | undefined;

/** What services run on in this process, asked once. */
function chosen(): Promise<Backend> {
  backend ??= dockerEngineAnswers().then((answers) => chooseBackend(answers, process.env['TRAILHOUND_TEST_SERVICES']));
  return backend;
}

// testcontainers is loaded only where it is used: it takes a second to load and most machines have no engine.

/** A Kafka broker for tests; `properties` are added to its server.properties. */
export async function startKafka(properties: Readonly<Record<string, string>> = {}): Promise<KafkaBroker> {
  return (await chosen()) === 'native'
    ? startNativeKafka(properties)
    : (await import('./containers.js')).startKafkaContainer(properties);
}

/**
 * A Kafka broker with a second door, whose address is `secureAddress`. From the machine's own Java, Docker or not: users are
 * part of how its data folder is made.
 */
export async function startSecureKafka(door: KafkaDoor): Promise<KafkaBroker & { readonly secureAddress: string }> {
  const { secureAddress = '', ...broker } = await startNativeKafka({}, door);
  return { ...broker, secureAddress };
}

/** A Redis server for tests, with the settings the product asks for. */
export async function startRedis(extraArgs: readonly string[] = []): Promise<RedisServer> {
  return (await chosen()) === 'native'
    ? startNativeRedis(extraArgs)
    : (await import('./containers.js')).startRedisContainer(extraArgs);
}

/** An S3, SQS and SNS API for tests. */
export async function startAwsApi(): Promise<AwsApi> {
  return (await chosen()) === 'native' ? startNativeAwsApi() : (await import('./containers.js')).startAwsApiContainer();
}
