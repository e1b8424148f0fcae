import { createRequire } from 'node:module';
import { topics } from '@trailhound/contracts';
import { LogReader, messages } from '@trailhound/ports/contracts';
import { startKafka, waitUntil } from '@trailhound/testkit/launchers';
import { testLogger, testService } from '@trailhound/testkit/vitest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type KafkaRecordLog, openKafkaLog } from '../index.js';

const topic = topics.records;
const broker = testService(() => startKafka());

interface SyncGroup {
  readonly groupAssignment: readonly unknown[];
}

const { prototype } = createRequire(import.meta.url)('kafkajs/src/broker') as {
  readonly prototype: { syncGroup(request: SyncGroup): Promise<unknown> };
};

/** The leader of the group shares out the partitions, and the connection breaks before it hears that this was done. */
function loseNextAnswerToLeader(): { readonly isLost: () => boolean } {
  const { syncGroup } = prototype;
  let isLost = false;
  prototype.syncGroup = async function lossy(request) {
    const answer = await syncGroup.call(this, request);
    if (isLost || request.groupAssignment.length === 0) return answer;
    isLost = true;
    throw Object.assign(new Error('Connection error: read ECONNRESET'), { retriable: true });
  };
  onTestFinished(() => {
    prototype.syncGroup = syncGroup;
  });
  return { isLost: () => isLost };
}

async function open(): Promise<KafkaRecordLog> {
  const log = await openKafkaLog({
    ...{ client: 'kafkajs', brokers: [broker.get().address], clientId: 'lost', logger: testLogger() },
    ...{ sessionTimeoutMs: 6000, rebalanceTimeoutMs: 10_000 },
  });
  onTestFinished(() => log.close());
  return log;
}

describe('a member of a group', () => {
  it('whose partitions were shared out while its connection broke joins again, and reads on', async () => {
    const [first, second] = [await open(), await open()];
    await first.ensureTopics({ create: true, partitions: 6 });
    await first.publish(topic, messages(30, 'early'));
    const readers: LogReader[] = [];
    const read = (log: KafkaRecordLog) => {
      const reader = new LogReader(log, topic);
      readers.push(reader);
      onTestFinished(() => reader.stop());
    };
    const keys = () => new Set(readers.flatMap((reader) => reader.keys));
    read(first);
    await waitUntil('the first reads', () => keys().size === 30, 30_000);
    const { isLost } = loseNextAnswerToLeader();
    read(second);
    await waitUntil('the answer is lost', isLost, 30_000);
    await first.publish(topic, messages(30, 'late'));
    await expect.poll(() => keys().size, { timeout: 25_000 }).toBe(60);
  }, 90_000);
});
