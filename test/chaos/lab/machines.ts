import { type KafkaBroker, type RedisServer, startKafka, startRedis } from '@trailhound/testkit/launchers';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';

/** A broker and a Redis, each behind a proxy: what the services of a run connect to. Runs one after the other may share them. */
export interface Machines {
  readonly kafka: KafkaBroker;
  readonly kafkaProxy: TcpProxy;
  readonly redis: RedisServer;
  readonly redisProxy: TcpProxy;
  stop(): Promise<void>;
}

/** Real Kafka and real Redis. Throws MissingPrerequisite on a machine that has neither them nor Docker. */
export async function startMachines(): Promise<Machines> {
  const [kafkaProxy, redisProxy] = await Promise.all([startTcpProxy(), startTcpProxy()]);
  const [kafka, redis] = await Promise.all([
    // Clients go where the broker says it is.
    startKafka({ 'advertised.listeners': `PLAINTEXT://${kafkaProxy.address}` }),
    startRedis(),
  ]);
  kafkaProxy.target(kafka.address);
  redisProxy.target(new URL(redis.url).host);
  return {
    ...{ kafka, kafkaProxy, redis, redisProxy },
    async stop() {
      await Promise.all([kafkaProxy.close(), redisProxy.close()]);
      await Promise.all([kafka.stop(), redis.stop()]);
    },
  };
}
