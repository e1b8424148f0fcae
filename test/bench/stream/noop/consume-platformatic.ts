// What a matcher on @platformatic/kafka is held against: `consume-platformatic.js BROKER TOPIC GROUP TOTAL`. It fetches as
// the client offers it underneath its stream of messages, which would decode each message, and looks at nothing.
import { Consumer } from '@platformatic/kafka';
import { reportProgress } from './report-progress.js';

const [broker = '', topic = '', groupId = '', total = '0'] = process.argv.slice(2);
const consumer = new Consumer({ clientId: 'bench', groupId, bootstrapBrokers: [broker] });
const metadata = (await consumer.metadata({ topics: [topic] })).topics.get(topic);
if (metadata === undefined) throw new Error(`${topic} is not there`);
const topicId = metadata.id;
const progress = reportProgress(Number(total));

const next = new Map(Object.keys(metadata.partitions).map((partition) => [Number(partition), 0n]));
// One broker leads all partitions of a benchmark.
const node = metadata.partitions[0]?.leader ?? -1;
for (;;) {
  const partitions = [...next].map(([partition, fetchOffset]) => ({
    ...{ partition, fetchOffset, currentLeaderEpoch: -1, lastFetchedEpoch: -1 },
    // As the adapter asks for.
    partitionMaxBytes: 512 * 1024,
  }));
  const { responses } = await consumer.fetch({
    node,
    topics: [{ topicId, partitions }],
    maxWaitTime: 500,
    minBytes: 1,
  });
  for (const { partitionIndex, records } of responses.flatMap((response) => response.partitions)) {
    for (const batch of records ?? []) {
      const from = next.get(partitionIndex) ?? 0n;
      const after = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
      // A batch is sent whole, also where it was asked for from its middle.
      if (after <= from) continue;
      next.set(partitionIndex, after);
      progress.add(batch.records.length);
    }
  }
}
