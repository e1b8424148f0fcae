import type { Brokers, TopicRequest } from '@trailhound/alerting';
import type { Logger, Sender, SendResult } from '@trailhound/ports';
import type { BatchProducer } from './client.js';
import { errorType, isPassing } from './kafka-errors.js';
import { openKafkaClient } from './open-kafka-log.js';

/**
 * The Sender port as messages to topics of any cluster, with one producer a cluster, connected when it is first needed.
 * A message counts as taken when every in-sync replica has it. Unlike the log it gives up in time: whoever sends has a
 * ledger to try again from, and what it gave up may still have arrived.
 */
export function createTopicSender(logger: Logger): Sender<TopicRequest> {
  const clusters = new Map<string, Cluster>();

  function clusterOf(brokers: Brokers): Cluster {
    const key = JSON.stringify(brokers);
    const known = clusters.get(key) ?? new Cluster(brokers, logger);
    clusters.set(key, known);
    return known;
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
        return await Promise.race([clusterOf(request.brokers).publish(request, either), ended.promise]);
      } finally {
        either.removeEventListener('abort', end);
      }
    },
    async close() {
      await Promise.allSettled([...clusters.values()].map((cluster) => cluster.close()));
    },
  };
}

/** One send at a time, and after one that failed another producer: see the log's publisher for the reasons. */
class Cluster {
  #last: Promise<unknown> = Promise.resolve();
  #producer: BatchProducer | undefined;

  constructor(
    private readonly brokers: Brokers,
    private readonly logger: Logger,
  ) {}

  publish({ topic, key, headers, value }: TopicRequest, signal: AbortSignal): Promise<SendResult> {
    const turn = this.#last.then(async (): Promise<SendResult> => {
      // Whoever waited for it has given up: it will come again.
      if (signal.aborted) return endOf(false, 0);
      try {
        this.#producer ??= await this.#connect();
        await this.#producer.send([{ topic, messages: [{ key, headers, value }] }]);
        return { kind: 'taken' };
      } catch (error) {
        await this.close();
        return failure(error);
      }
    });
    this.#last = turn;
    return turn;
  }

  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect().catch((err: unknown) => this.logger.debug({ err }, 'closing a producer'));
  }

  async #connect(): Promise<BatchProducer> {
    const { addresses: brokers, tls: ssl, sasl } = this.brokers;
    const options = { brokers, clientId: 'trailhound-notifier', ssl, ...(sasl && { sasl }), logger: this.logger };
    return (await openKafkaClient(options)).producer();
  }
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
