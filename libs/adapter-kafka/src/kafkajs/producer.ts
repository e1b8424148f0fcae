import type { LogMessage } from '@trailhound/ports';
import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';
import type { BatchProducer, TopicMessages } from '../client.js';

export async function connectedProducer(kafka: Kafka): Promise<BatchProducer> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 5 },
  });
  try {
    await producer.connect();
    return new KafkajsProducer(producer);
  } catch (error) {
    await producer.disconnect().catch(() => undefined);
    throw error;
  }
}

class KafkajsProducer implements BatchProducer {
  constructor(private readonly producer: Producer) {}

  async send(batches: readonly TopicMessages[]): Promise<void> {
    await this.producer.sendBatch({
      acks: -1,
      compression: CompressionTypes.GZIP,
      topicMessages: batches.map(({ topic, messages }) => ({ topic, messages: messages.map(kafkaMessage) })),
    });
  }

  disconnect(): Promise<void> {
    return this.producer.disconnect();
  }
}

function kafkaMessage({ key, value, headers }: LogMessage): Message {
  return {
    key,
    value: value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    headers: { ...headers },
  };
}
