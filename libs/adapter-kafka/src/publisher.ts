import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger, LogMessage } from '@trailhound/ports';
import type { BatchProducer, TopicMessages } from './client.js';
import { errorType } from './kafka-errors.js';
import type { Reachability } from './reachability.js';

/** A message the log refuses for good; trying again changes nothing. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
  readonly code = 'LOG_MESSAGE_REFUSED';
}

/** What was to be published when the log was closed. */
export class LogClosed extends Error {
  override readonly name = 'LogClosed';
  readonly code = 'STORE_CLOSED';
}

interface Waiting {
  readonly topic: string;
  readonly messages: readonly LogMessage[];
  readonly bytes: number;
  readonly done: () => void;
  readonly failed: (error: Error) => void;
}

/** Most bytes of one call; brokers take 1 MiB a batch unless a topic says otherwise. */
const maxSendBytes = 900_000;
const messageOverheadBytes = 512;
const longestWaitMs = 2000;
const closeWithinMs = 3000;

const refusals: ReadonlySet<string> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'UNSUPPORTED_COMPRESSION_TYPE',
]);

/**
 * Publishes until the brokers have acknowledged, however long that takes. Clients give up on a cluster that is down as a
 * whole; giving up would lose records, so this loop never does.
 *
 * Sends go one at a time, each with everything that waits by then, and after a send that failed the producer is replaced.
 * That is not for speed. It keeps the messages of one publisher in order within a partition whatever fails. And kafkajs
 * counts its sequence numbers on success only, so after a failed send another batch could go out under the same numbers,
 * and the broker would acknowledge it as a duplicate without writing it. What is sent again by a new producer may land
 * twice: consumers know it by its key.
 */
export class Publisher {
  readonly #closed = new AbortController();
  #queue: Waiting[] = [];
  #working: Promise<void> | undefined;
  #producer: BatchProducer | undefined;

  constructor(
    private readonly open: () => Promise<BatchProducer>,
    private readonly reachability: Reachability,
    private readonly logger: Logger,
  ) {}

  /** Resolves when all messages are durable; rejects with MessageRefused or LogClosed. */
  async publish(topic: string, messages: readonly LogMessage[]): Promise<void> {
    if (this.#closed.signal.aborted) throw closedError();
    await Promise.all([...chunks(messages)].map((chunk) => this.#enqueue(topic, chunk)));
  }

  async close(): Promise<void> {
    this.#closed.abort();
    const closing = (async () => {
      await this.#working;
      await this.#producer?.disconnect().catch((err: unknown) => this.logger.debug({ err }, 'closing a producer'));
    })();
    await Promise.race([closing, sleep(closeWithinMs, undefined, { ref: false })]);
    for (const { failed } of this.#queue.splice(0)) failed(closedError());
  }

  #enqueue(topic: string, { messages, bytes }: Chunk): Promise<void> {
    const { promise, resolve: done, reject: failed } = Promise.withResolvers<void>();
    this.#queue.push({ topic, messages, bytes, done, failed });
    this.#working ??= this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) await this.#sendAll(this.#take());
    // Within the same turn as the look at the queue, or what is enqueued right now would wait for ever.
    this.#working = undefined;
  }

  /** The messages waiting longest, as many as one call may hold. */
  #take(): readonly Waiting[] {
    let bytes = 0;
    const fits = this.#queue.findIndex((waiting, at) => {
      bytes += waiting.bytes;
      return at > 0 && bytes > maxSendBytes;
    });
    return this.#queue.splice(0, fits === -1 ? this.#queue.length : fits);
  }

  /** What is refused together is sent apart, so that only the message that cannot go fails. */
  async #sendAll(together: readonly Waiting[]): Promise<void> {
    const refused = await this.#sendUntilAnswered(together);
    if (refused === 'closed') for (const { failed } of together) failed(closedError());
    else if (refused === undefined) for (const { done } of together) done();
    else if (together.length > 1) for (const one of together) await this.#sendAll([one]);
    else for (const one of together) await this.#sendApart(one, refused);
  }

  async #sendApart(waiting: Waiting, refused: Error): Promise<void> {
    const { topic, messages, done, failed } = waiting;
    const [only] = messages;
    if (messages.length === 1 && only) {
      const words = `Kafka refuses message ${only.key} of ${topic}: ${errorType(refused)}`;
      return failed(new MessageRefused(words, { cause: refused }));
    }
    let failure: Error | undefined;
    for (const message of messages) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const [{ bytes } = { bytes: 0 }] = chunks([message]);
      await this.#sendAll([{ topic, messages: [message], bytes, done: resolve, failed: reject }]);
      await promise.catch((error: Error) => {
        failure ??= error;
      });
    }
    if (failure) failed(failure);
    else done();
  }

  /** Answers the refusal where the brokers refuse for good. */
  async #sendUntilAnswered(together: readonly Waiting[]): Promise<Error | 'closed' | undefined> {
    for (let attempt = 0; !this.#closed.signal.aborted; attempt += 1) {
      try {
        const producer = await this.#connected();
        await producer.send(byTopic(together));
        this.reachability.answered();
        return undefined;
      } catch (error) {
        await this.#dropProducer();
        if (error instanceof Error && refusals.has(errorType(error))) return error;
        if (this.#closed.signal.aborted) break;
        this.reachability.failed(error);
        const waitMs = Math.min(100 * 2 ** attempt, longestWaitMs);
        await sleep(waitMs, undefined, { signal: this.#closed.signal }).catch(() => undefined);
      }
    }
    return 'closed';
  }

  async #connected(): Promise<BatchProducer> {
    this.#producer ??= await this.open();
    return this.#producer;
  }

  async #dropProducer(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect().catch((err: unknown) => this.logger.debug({ err }, 'closing a producer'));
  }
}

interface Chunk {
  readonly messages: readonly LogMessage[];
  readonly bytes: number;
}

function* chunks(messages: readonly LogMessage[]): Generator<Chunk> {
  let chunk: LogMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = (message.value?.byteLength ?? 0) + messageOverheadBytes;
    if (chunk.length > 0 && bytes + size > maxSendBytes) {
      yield { messages: chunk, bytes };
      chunk = [];
      bytes = 0;
    }
    chunk.push(message);
    bytes += size;
  }
  if (chunk.length > 0) yield { messages: chunk, bytes };
}

function byTopic(together: readonly Waiting[]): TopicMessages[] {
  const topics = Map.groupBy(together, ({ topic }) => topic);
  return [...topics].map(([topic, waiting]) => ({ topic, messages: waiting.flatMap(({ messages }) => messages) }));
}

function closedError(): LogClosed {
  return new LogClosed('the log was closed while messages were waiting to be published');
}
