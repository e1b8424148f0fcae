// What a collector on kafkajs is held against: `produce-kafkajs.js BROKER TOPIC FILE` sends messages that
// are in memory already, the same as the collector's.
import { readFileSync } from 'node:fs';
import { CompressionTypes, Kafka, logLevel, Partitioners } from 'kafkajs';
import { recordMessage } from '../record-messages.js';
import { reportProgress } from './report-progress.js';

const [broker = '', topic = '', file = ''] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
const messages = lines.map((line, at) => {
  const { key, headers } = recordMessage(line, at, true);
  return { key, value: Buffer.from(line), headers: { ...headers } };
});
const batch = 1000;

const kafka = new Kafka({ clientId: 'bench', brokers: [broker], logLevel: logLevel.NOTHING });
const producer = kafka.producer({
  idempotent: true,
  maxInFlightRequests: 1,
  createPartitioner: Partitioners.DefaultPartitioner,
});
await producer.connect();
const progress = reportProgress(messages.length);
for (let at = 0; at < messages.length; at += batch) {
  const some = messages.slice(at, at + batch);
  await producer.send({ topic, acks: -1, compression: CompressionTypes.GZIP, messages: some });
  progress.add(some.length);
}
