import { type BaseOptions, CompressionAlgorithms, compatibilityPartitioner, Producer } from '@platformatic/kafka';
import type { BatchProducer, TopicMessages } from '../client.js';
import { inOurWords } from './failures.js';

type Text = Producer<string, Buffer | null, string, string>;

/** Tried again under the same sequence numbers; fewer than two this client takes for "without end". */
const retries = 5;

export async function connectedProducer(connection: BaseOptions): Promise<BatchProducer> {
  const producer: Text = new Producer({
    ...connection,
    retries,
    retryDelay: 200,
    idempotent: true,
    acks: -1,
    compression: CompressionAlgorithms.GZIP,
    // The other one this client has places keys where no other client of Kafka does.
    partitioner: compatibilityPartitioner,
    serializers: { key: bytesOf, value: (value) => value ?? undefined, headerKey: nameBytes, headerValue: bytesOf },
  });
  return new PlatformaticProducer(producer);
}

class PlatformaticProducer implements BatchProducer {
  constructor(private readonly producer: Text) {}

  async send(batches: readonly TopicMessages[]): Promise<void> {
    const messages = batches.flatMap(({ topic, messages: ofTopic }) =>
      ofTopic.map(({ key, value, headers }) => ({
        ...{ topic, key, headers: { ...headers } },
        value: value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
      })),
    );
    await inOurWords(() => this.producer.send({ messages }));
  }

  disconnect(): Promise<void> {
    return this.producer.close();
  }
}

function bytesOf(text?: string): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text);
}

const names = new Map<string, Buffer>();
const mostNames = 64;

/** The bytes of a header's name, of which there are few. */
function nameBytes(name?: string): Buffer | undefined {
  if (name === undefined) return undefined;
  const known = names.get(name);
  if (known !== undefined) return known;
  const bytes = Buffer.from(name);
  if (names.size < mostNames) names.set(name, bytes);
  return bytes;
}
