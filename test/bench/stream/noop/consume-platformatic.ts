// What a matcher on @platformatic/kafka is held against: `consume-platformatic.js BROKER TOPIC GROUP TOTAL`.
import { Consumer, MessagesStreamModes } from '@platformatic/kafka';
import { reportProgress } from './report-progress.js';

const [broker = '', topic = '', groupId = '', total = '0'] = process.argv.slice(2);
const progress = reportProgress(Number(total));
const consumer = new Consumer({ clientId: 'bench', groupId, bootstrapBrokers: [broker], autocommit: false });
const stream = await consumer.consume({
  topics: [topic],
  mode: MessagesStreamModes.EARLIEST,
  maxWaitTime: 500,
  // As the adapter asks for, of each partition.
  maxBytesPerPartition: 512 * 1024,
});
stream.on('data', () => progress.add(1));
