import { setImmediate } from 'node:timers/promises';
import { CodedError } from '@trailhound/contracts';
import type { Clock, ConsumerOptions, LogBatch, LogConsumer } from '@trailhound/ports';
import type { Database } from '../database/database.js';
import type { GroupPositions } from './group-positions.js';
import type { MessageTable } from './message-table.js';
import type { Waker } from './waker.js';

/** The only partition of every embedded topic. */
export const onlyPartition = 0;

const defaultMaxBatch = 500;
/** Publishing wakes waiting consumers; looking again by itself is for the unforeseen. */
const lookAgainMs = 5_000;
const firstPauseMs = 200;
const longestPauseMs = 5_000;

export interface ConsumerParts {
  readonly database: Database;
  readonly messages: MessageTable;
  readonly positions: GroupPositions;
  readonly clock: Clock;
  /** Wakes when the topic grows, a member leaves, or a consumer is told something. */
  readonly waker: Waker;
  /** Members of this topic and group in order of joining; the first one reads. */
  readonly members: Set<LogConsumer>;
}

export function createEmbeddedConsumer(parts: ConsumerParts, options: ConsumerOptions): LogConsumer {
  const { database, messages, positions, clock, waker, members } = parts;
  const { topic, group, maxBatch = defaultMaxBatch } = options;
  const stopping = new AbortController();
  let isPaused = false;
  let sought: number | undefined;
  let running: Promise<void> | undefined;

  const committedPosition = () => positions.committed(topic, group);
  const isOwner = () => members.values().next().value === consumer;

  function nextBatch(position: number): LogBatch | undefined {
    const { next } = messages.bounds(topic);
    const records = position < next ? messages.read(topic, position, maxBatch) : [];
    if (records.length === 0) return undefined;
    return { topic, partition: onlyPartition, records, endOffset: BigInt(next) };
  }

  async function readUntilStopped(handle: (batch: LogBatch, signal: AbortSignal) => Promise<void>): Promise<void> {
    let position: number | undefined;
    let pauseMs = firstPauseMs;
    while (!stopping.signal.aborted) {
      if (!isOwner() || isPaused) {
        await waker.wait(lookAgainMs);
        continue;
      }
      position = sought ?? position ?? committedPosition() ?? 0;
      sought = undefined;
      const batch = nextBatch(position);
      if (batch === undefined) {
        await waker.wait(lookAgainMs);
        continue;
      }
      try {
        await handle(batch, stopping.signal);
        position = Number(batch.records.at(-1)?.offset ?? 0n) + 1;
        pauseMs = firstPauseMs;
      } catch {
        // The handler has reported it; its batch comes again, less and less often.
        await clock.sleep(pauseMs, stopping.signal);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
      // Reading and storing never wait for anything here: without this the rest of the process would get no turn.
      await setImmediate();
    }
  }

  const consumer: LogConsumer = {
    async run(handle) {
      if (running !== undefined) throw new TypeError('a consumer runs once');
      members.add(consumer);
      running = readUntilStopped(handle).finally(() => {
        members.delete(consumer);
        waker.wake();
      });
      await running;
    },
    async commit(_topic, _partition, nextOffset) {
      await database.grouped(() => {
        const owner = members.values().next().value;
        if (owner !== undefined && owner !== consumer) {
          throw new CodedError('LOG_PARTITION_LOST', `${topic} is read by another member of ${group} now`);
        }
        positions.commit(topic, group, Number(nextOffset), clock.now());
      });
    },
    async committed() {
      const position = committedPosition();
      return position === undefined ? undefined : BigInt(position);
    },
    seek(_topic, _partition, offset) {
      sought = Number(offset);
      waker.wake();
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      waker.wake();
    },
    async lag() {
      if (!isOwner()) return [];
      const { first, next } = messages.bounds(topic);
      const done = Math.max(committedPosition() ?? first, first);
      const oldestMs = messages.loggedMs(topic, done);
      const seconds = oldestMs === undefined ? 0 : Math.max(0, (clock.now() - oldestMs) / 1_000);
      return [{ topic, partition: onlyPartition, records: BigInt(Math.max(0, next - done)), seconds }];
    },
    async stop() {
      stopping.abort();
      waker.wake();
      await running?.catch(() => {});
    },
  };
  return consumer;
}
