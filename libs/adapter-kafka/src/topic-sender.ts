import type { Brokers, TopicRequest } from '@trailhound/alerting';
import type { Logger, Sender, SendResult } from '@trailhound/ports';
import { CompressionTypes, Partitioners, type Producer } from 'kafkajs';
import { kafkaClient } from './kafka-client.js';
import { errorType, isPassing } from './kafka-errors.js';

/**
 * The Sender port as messages to topics of any cluster, with one producer a cluster, connected when it is first needed.
 * A message counts as taken when every in-sync replica has it. Unlike the log it gives up in time: whoever sends has a
 * ledger to try again from.
 */
export function createTopicSender(logger: Logger): Sender<TopicRequest> {
  const producers = new Map<string, Promise<Producer>>();

  function producerFor(brokers: Brokers): Promise<Producer> {
    const key = JSON.stringify(brokers);
    const known = producers.get(key);
    if (known) return known;
    const made = connectedProducer(brokers, logger);
    producers.set(key, made);
    // A connection that failed is not kept.
    made.catch(() => producers.delete(key));
    return made;
  }

  async function publish({ brokers, topic, key, headers, value }: TopicRequest): Promise<SendResult> {
    const producer = await producerFor(brokers);
    const message = { key, headers: { ...headers }, value: Buffer.from(value) };
    await producer.send({ topic, acks: -1, compression: CompressionTypes.GZIP, messages: [message] });
    return { kind: 'taken' };
  }

  return {
    async send(request, signal) {
      const timeout = AbortSignal.timeout(request.timeoutMs);
      const either = AbortSignal.any([signal, timeout]);
      const ended = Promise.withResolvers<SendResult>();
      const end = () => ended.resolve(endOf(timeout.aborted && !signal.aborted, request.timeoutMs));
      either.addEventListener('abort', end, { once: true });
      if (either.aborted) end();
      try {
        return await Promise.race([publish(request).catch(failure), ended.promise]);
      } finally {
        either.removeEventListener('abort', end);
      }
    },
    async close() {
      const open = await Promise.allSettled(producers.values());
      await Promise.allSettled(open.map((one) => (one.status === 'fulfilled' ? one.value.disconnect() : undefined)));
    },
  };
}

async function connectedProducer({ addresses, tls, sasl }: Brokers, logger: Logger): Promise<Producer> {
  const options = { brokers: addresses, clientId: 'trailhound-notifier', ssl: tls, ...(sasl && { sasl }), logger };
  const producer = kafkaClient(options, 'caller').producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 2 },
  });
  await producer.connect();
  return producer;
}

function endOf(isLate: boolean, timeoutMs: number): SendResult {
  if (isLate) return { kind: 'unreachable', reason: 'timeout', message: `no acknowledgement within ${timeoutMs} ms` };
  return { kind: 'unreachable', reason: 'network', message: 'stopped before an answer came' };
}

/** Brokers that are away or electing may pass; a topic that is missing, or a message too large for it, is for a person. */
function failure(error: unknown): SendResult {
  const type = errorType(error) || (error instanceof Error ? error.name : 'ERROR');
  if (type !== 'UNKNOWN_TOPIC_OR_PARTITION' && isPassing(error)) {
    return { kind: 'unreachable', reason: 'network', message: `the brokers did not take it (${type})` };
  }
  return { kind: 'refused', message: `Kafka refuses the message (${type})` };
}
