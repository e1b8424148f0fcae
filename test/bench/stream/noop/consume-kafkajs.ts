// What a matcher on kafkajs is held against: `consume-kafkajs.js BROKER TOPIC GROUP TOTAL` fetches and looks at nothing.
import { Kafka, logLevel } from 'kafkajs';
import { reportProgress } from './report-progress.js';

const [broker = '', topic = '', groupId = '', total = '0'] = process.argv.slice(2);
const progress = reportProgress(Number(total));
const kafka = new Kafka({ clientId: 'bench', brokers: [broker], logLevel: logLevel.NOTHING });
// As the adapter sets it.
const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 500, maxBytesPerPartition: 512 * 1024 });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  autoCommit: false,
  partitionsConsumedConcurrently: 3,
  eachBatch: async ({ batch }) => progress.add(batch.messages.length),
});
