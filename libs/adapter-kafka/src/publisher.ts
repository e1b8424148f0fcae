import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger, LogMessage } from '@trailhound/ports';
import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';

/** A message the log refuses for good; trying again changes nothing. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
  readonly code = 'LOG_MESSAGE_REFUSED';
}

/** Most bytes of one produce call; brokers take 1 MiB a batch unless a topic says otherwise. */
const maxSendBytes = 900_000;
const refusals = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'UNSUPPORTED_COMPRESSION_TYPE',
]);
/** The producer is of no more use after these (kafkajs does not bump its epoch, issue 598): a new one goes on. */
const spoilt = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'DUPLICATE_SEQUENCE_NUMBER',
]);

/**
 * Publishes until the brokers have acknowledged, however long that takes. kafkajs gives up on a cluster that is down as
 * a whole; giving up would lose records, so this loop never does. The same message may land twice: consumers know it by
 * its key.
 */
export class Publisher {
  #producer: Promise<Producer> | undefined;
  #closed = new AbortController();
  #unreachable = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly logger: Logger,
  ) {}

  async publish(topic: string, messages: readonly LogMessage[]): Promise<void> {
    for (const chunk of chunks(messages)) await this.#publishChunk(topic, chunk);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    const producer = await this.#producer?.catch(() => undefined);
    await producer?.disconnect();
  }

  async #publishChunk(topic: string, messages: readonly LogMessage[]): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      if (this.#closed.signal.aborted)
        throw new Error('the log was closed while messages were waiting to be published');
      try {
        const producer = await this.#connected();
        await producer.send({
          topic,
          acks: -1,
          compression: CompressionTypes.GZIP,
          messages: messages.map(kafkaMessage),
        });
        if (this.#unreachable) this.logger.info({ topic }, 'Kafka is reachable again');
        this.#unreachable = false;
        return;
      } catch (error) {
        const type = errorType(error);
        if (refusals.has(type)) {
          if (messages.length === 1)
            throw new MessageRefused(`Kafka refuses message ${messages[0]?.key ?? ''} of ${topic}: ${type}`, {
              cause: error,
            });
          for (const message of messages) await this.#publishChunk(topic, [message]);
          return;
        }
        if (spoilt.has(type)) await this.#replaceProducer();
        await this.#wait(error, topic, attempt);
      }
    }
  }

  async #wait(err: unknown, topic: string, attempt: number): Promise<void> {
    if (!this.#unreachable)
      this.logger.warn({ err, topic }, 'Kafka does not take messages; waiting until it does, nothing is dropped');
    this.#unreachable = true;
    const waitMs = Math.min(200 * 2 ** Math.min(attempt, 5), 5000);
    await sleep(waitMs, undefined, { signal: this.#closed.signal }).catch(() => undefined);
  }

  #connected(): Promise<Producer> {
    this.#producer ??= (async () => {
      const producer = this.kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        createPartitioner: Partitioners.DefaultPartitioner,
      });
      try {
        await producer.connect();
        return producer;
      } catch (error) {
        this.#producer = undefined;
        throw error;
      }
    })();
    return this.#producer;
  }

  async #replaceProducer(): Promise<void> {
    const old = await this.#producer?.catch(() => undefined);
    this.#producer = undefined;
    await old?.disconnect().catch(() => undefined);
  }
}

function kafkaMessage({ key, value, headers }: LogMessage): Message {
  return {
    key,
    value: value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    headers: { ...headers },
  };
}

function* chunks(messages: readonly LogMessage[]): Generator<readonly LogMessage[]> {
  let chunk: LogMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = (message.value?.byteLength ?? 0) + 512;
    if (chunk.length > 0 && bytes + size > maxSendBytes) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(message);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

function errorType(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('type' in at && typeof at.type === 'string') return at.type;
    if ('errors' in at && Array.isArray(at.errors)) return errorType(at.errors[0]);
  }
  return '';
}
