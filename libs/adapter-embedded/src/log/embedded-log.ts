import { CodedError, hasCode, type Topic } from '@trailhound/contracts';
import type { Clock, LogConsumer, LogMessage, RecordLog } from '@trailhound/ports';
import type { Database } from '../database/database.js';
import { createEmbeddedConsumer, onlyPartition } from './embedded-consumer.js';
import type { GroupPositions } from './group-positions.js';
import type { MessageTable } from './message-table.js';
import { Waker } from './waker.js';

/** As in the cluster, where it is the topics' `max.message.bytes`. */
export const maxMessageBytes = 2 * 1024 * 1024;
const publishAgainMs = 1_000;

export interface EmbeddedLogParts {
  readonly database: Database;
  readonly messages: MessageTable;
  readonly positions: GroupPositions;
  readonly clock: Clock;
}

/** The log as tables, one partition a topic. Consumers of the process are woken by what it publishes. */
export function createEmbeddedLog({ database, messages, positions, clock }: EmbeddedLogParts): RecordLog {
  const wakers = new Map<Topic, Waker>();
  const groups = new Map<string, Set<LogConsumer>>();
  const closing = new AbortController();

  const wakerOf = (topic: Topic): Waker => {
    const waker = wakers.get(topic) ?? new Waker(clock);
    wakers.set(topic, waker);
    return waker;
  };

  return {
    async publish(topic, batch) {
      for (const message of batch) refuseOversized(topic, message);
      while (true) {
        if (closing.signal.aborted) throw new CodedError('STORE_CLOSED', 'the log is closed');
        try {
          await database.grouped(() => messages.append(topic, batch, clock.now()));
          wakerOf(topic).wake();
          return;
        } catch (error) {
          // A full disk, most likely: wait for room rather than lose what only the caller has.
          if (!hasCode(error, 'STORE_UNAVAILABLE')) throw error;
          await clock.sleep(publishAgainMs, closing.signal);
        }
      }
    },
    consumer(options) {
      const name = `${options.topic}\n${options.group}`;
      const members = groups.get(name) ?? new Set();
      groups.set(name, members);
      return createEmbeddedConsumer(
        { database, messages, positions, clock, members, waker: wakerOf(options.topic) },
        options,
      );
    },
    async offsetsForTime(topic, timestampMs) {
      return new Map([[onlyPartition, BigInt(messages.positionAt(topic, timestampMs))]]);
    },
    async bounds(topic) {
      const { first, next } = messages.bounds(topic);
      return new Map([[onlyPartition, { first: BigInt(first), next: BigInt(next) }]]);
    },
    async ping() {
      database.row('SELECT 1');
    },
    async close() {
      closing.abort();
      await Promise.all([...groups.values()].flatMap((members) => [...members]).map((consumer) => consumer.stop()));
    },
  };
}

function refuseOversized(topic: Topic, { key, value }: LogMessage): void {
  if (value === null || value.byteLength <= maxMessageBytes) return;
  const message = `a message of ${value.byteLength} bytes is too large for ${topic}, which takes ${maxMessageBytes}`;
  throw new CodedError('LOG_MESSAGE_REFUSED', message, { key, bytes: value.byteLength });
}
