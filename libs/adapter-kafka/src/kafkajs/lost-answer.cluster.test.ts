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
  readonly prototype: {
    syncGroup(request: SyncGroup): Promise<unknown>;
    findGroupCoordinator(request: object): Promise<unknown>;
    offsetCommit(request: object): Promise<unknown>;
    readonly connectionPool: { readonly clientId: string };
  };
};

const brokenConnection = () => Object.assign(new Error('Connection error: read ECONNRESET'), { retriable: true });

/** The leader of the group shares out the partitions, and the connection breaks before it hears that this was done. */
function loseNextAnswerToLeader(): { readonly isLost: () => boolean } {
  const { syncGroup } = prototype;
  let isLost = false;
  prototype.syncGroup = async function lossy(request) {
    const answer = await syncGroup.call(this, request);
    if (isLost || request.groupAssignment.length === 0) return answer;
    isLost = true;
    throw brokenConnection();
  };
  onTestFinished(() => {
    prototype.syncGroup = syncGroup;
  });
  return { isLost: () => isLost };
}

/** The connection breaks the next time this client asks which broker coordinates a group. */
function loseCoordinator(clientId: string): { readonly isLost: () => boolean } {
  const { findGroupCoordinator } = prototype;
  let isLost = false;
  prototype.findGroupCoordinator = async function lossy(request) {
    if (isLost || this.connectionPool.clientId !== clientId) return findGroupCoordinator.call(this, request);
    isLost = true;
    throw brokenConnection();
  };
  onTestFinished(() => {
    prototype.findGroupCoordinator = findGroupCoordinator;
  });
  return { isLost: () => isLost };
}

/** Connections break under every commit until `mend` is called. */
function breakCommits(): { readonly tried: () => number; mend(): void } {
  const { offsetCommit } = prototype;
  let tried = 0;
  prototype.offsetCommit = async () => {
    tried += 1;
    throw brokenConnection();
  };
  const mend = () => {
    prototype.offsetCommit = offsetCommit;
  };
  onTestFinished(mend);
  return { tried: () => tried, mend };
}

async function open(clientId = 'first'): Promise<KafkaRecordLog> {
  const log = await openKafkaLog({
    ...{ client: 'kafkajs', brokers: [broker.get().address], clientId, logger: testLogger() },
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

  it('that cannot ask for the coordinator of its group, which kafkajs takes for the end, asks again', async () => {
    const log = await open();
    await log.ensureTopics({ create: true, partitions: 6 });
    await log.publish(topic, messages(30, 'm'));
    const reader = new LogReader(log, topic, { group: 'asking' });
    onTestFinished(() => reader.stop());
    await expect.poll(() => new Set(reader.keys).size, { timeout: 25_000 }).toBeGreaterThanOrEqual(30);
    const { isLost } = loseCoordinator('first');
    const other = new LogReader(await open('second'), topic, { group: 'asking' });
    onTestFinished(() => other.stop());
    await waitUntil('it could not ask', isLost, 30_000);
    const known = reader.keys.length;
    const read = async () => {
      await log.publish(topic, messages(6, `more ${Date.now()} `));
      return reader.keys.length - known;
    };
    await expect.poll(read, { timeout: 25_000, interval: 500 }).toBeGreaterThan(0);
  }, 60_000);

  it('does not commit what it read before the partitions were shared out anew, also where it had begun to', async () => {
    const log = await open();
    await log.ensureTopics({ create: true, partitions: 6 });
    await log.publish(topic, messages(30, 'm'));
    const reader = new LogReader(log, topic, { group: 'committing', commits: false });
    onTestFinished(() => reader.stop());
    await expect.poll(() => new Set(reader.keys).size, { timeout: 25_000 }).toBeGreaterThanOrEqual(30);
    const commits = breakCommits();
    const ends = reader.batches.map(
      ({ partition, records }) => [partition, (records.at(-1)?.offset ?? 0n) + 1n] as const,
    );
    const refused = ends.map(([partition, next]) =>
      reader.consumer.commit(topic, partition, next).then(
        () => 'committed',
        ({ code }: { readonly code?: string }) => code,
      ),
    );
    await expect.poll(commits.tried, { timeout: 10_000 }).toBeGreaterThan(ends.length);
    const other = new LogReader(await open('second'), topic, { group: 'committing', commits: false });
    onTestFinished(() => other.stop());
    await expect.poll(() => other.batches.length, { timeout: 25_000 }).toBeGreaterThan(0);
    commits.mend();
    expect(new Set(await Promise.all(refused))).toEqual(new Set(['LOG_PARTITION_LOST']));
    for (const [partition] of ends) expect(await reader.consumer.committed(topic, partition)).toBeUndefined();
  }, 90_000);
});
