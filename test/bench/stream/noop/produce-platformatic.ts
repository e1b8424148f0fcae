// What a collector on @platformatic/kafka is held against: `produce-platformatic.js BROKER TOPIC FILE`.
import { readFileSync } from 'node:fs';
import { CompressionAlgorithms, compatibilityPartitioner, Producer } from '@platformatic/kafka';
import { recordMessage } from '../record-messages.js';
import { reportProgress } from './report-progress.js';

const [broker = '', topic = '', file = ''] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
const messages = lines.map((line, at) => {
  const { key, headers = {} } = recordMessage(line, at, true);
  const named = Object.entries(headers).map(([name, value]) => [Buffer.from(name), Buffer.from(value)] as const);
  return { topic, key: Buffer.from(key), value: Buffer.from(line), headers: new Map(named) };
});
const batch = 1000;

const producer = new Producer<Buffer, Buffer, Buffer, Buffer>({
  clientId: 'bench',
  bootstrapBrokers: [broker],
  idempotent: true,
  acks: -1,
  compression: CompressionAlgorithms.GZIP,
  partitioner: compatibilityPartitioner,
});
const progress = reportProgress(messages.length);
for (let at = 0; at < messages.length; at += batch) {
  const some = messages.slice(at, at + batch);
  await producer.send({ messages: some });
  progress.add(some.length);
}
