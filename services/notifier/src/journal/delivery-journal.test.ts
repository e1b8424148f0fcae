import { manualClock, openMemoryStores } from '@trailhound/adapter-embedded';
import { type DeliveryEvent, topics } from '@trailhound/contracts';
import type { LogBatch, RecordLog } from '@trailhound/ports';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DeliveryJournal } from './delivery-journal.js';

const event = (second: number, state: DeliveryEvent['state'], attempt: number, replays?: number): DeliveryEvent => ({
  ...{ version: 1, id: 'dlv', alertId: 'alert', destination: 'soc', attempt, state },
  ...(replays !== undefined && { replays }),
  at: new Date(Date.UTC(2026, 2, 1, 10, 0, second)).toISOString(),
});

/** A log whose journal holds these events, each in a partition of its own: they are read in the order given. */
function logOf(events: readonly DeliveryEvent[]): RecordLog {
  const { log } = openMemoryStores({ clock: manualClock(0) });
  const batches = events.map((one, partition): LogBatch => {
    const value = new TextEncoder().encode(JSON.stringify(one));
    const record = { key: `${partition}`, value, header: () => undefined, offset: 0n, timestampMs: 0 };
    return { topic: topics.deliveries, partition, records: [record], endOffset: 1n };
  });
  return {
    publish: (...given) => log.publish(...given),
    offsetsForTime: (...given) => log.offsetsForTime(...given),
    bounds: async () => new Map(batches.map(({ partition }) => [partition, { first: 0n, next: 1n }])),
    ping: () => log.ping(),
    close: () => log.close(),
    consumer(options) {
      const consumer = log.consumer(options);
      return {
        ...consumer,
        async run(handle) {
          for (const batch of batches) await handle(batch, new AbortController().signal);
        },
      };
    },
  };
}

async function endOf(events: readonly DeliveryEvent[]): Promise<string | undefined> {
  const journal = new DeliveryJournal(logOf(events));
  await journal.run(() => undefined);
  return journal.end('dlv')?.state;
}

const [failed, delivered, dead] = [event(1, 'retry', 1), event(3, 'delivered', 2), event(3, 'dead', 2)];
const putBack = event(60, 'replayed', 2);

describe('what the journal says of a delivery, in whatever order its partitions are read', () => {
  it.each<[string, readonly DeliveryEvent[], string | undefined]>([
    ['is nothing while it only failed', [failed], undefined],
    ['is that it was delivered, though attempts failed before', [failed, event(2, 'retry', 2), delivered], 'delivered'],
    ['is that it was given up', [failed, dead], 'dead'],
    ['is nothing once a person put it back', [failed, dead, putBack], undefined],
    ['is nothing while what was put back fails', [dead, putBack, event(61, 'retry', 3, 1)], undefined],
    ['is how it ended after it was put back', [dead, putBack, event(62, 'delivered', 4, 1)], 'delivered'],
    [
      'is how it ended after it was put back and a lost ledger began to count anew',
      [dead, putBack, event(62, 'delivered', 1)],
      'delivered',
    ],
    [
      'is nothing where it was put back again',
      [dead, putBack, event(62, 'delivered', 3, 1), event(90, 'replayed', 3)],
      undefined,
    ],
  ])('%s', async (_name, events, expected) => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...events], { minLength: events.length }), async (order) => {
        expect(await endOf(order)).toBe(expected);
      }),
    );
  });
});

describe('a journal that has grown long', () => {
  it('is read from so many events before its end on, whatever stands before them, and followed', async () => {
    const { log } = openMemoryStores({ clock: manualClock(0) });
    const written = new DeliveryJournal(log);
    const ends = Array.from({ length: 5_000 }, (_, at) => ({ ...event(at, 'delivered', 1), id: `dlv-${at}` }));
    await written.append(ends);
    let read = 0;
    const journal = new DeliveryJournal(
      counting(log, (records) => {
        read += records;
      }),
      { reach: 700 },
    );
    const caughtUp = Promise.withResolvers<void>();
    const running = journal.run(caughtUp.resolve);
    await caughtUp.promise;
    const known = ends.filter(({ id }) => journal.end(id) !== undefined).map(({ id }) => id);
    expect(known.slice(-700)).toEqual(ends.slice(-700).map(({ id }) => id));
    expect(journal.end('dlv-0')).toBeUndefined();
    // One batch before the seek, and the part that was asked for.
    expect(read).toBeLessThanOrEqual(500 + 700);
    await written.append([{ ...event(1, 'delivered', 1), id: 'later' }]);
    await vi.waitFor(() => expect(journal.end('later')?.state).toBe('delivered'), 30_000);
    await journal.stop();
    await running;
  });

  it('that is shorter than that is read as a whole', async () => {
    const { log } = openMemoryStores({ clock: manualClock(0) });
    await new DeliveryJournal(log).append([event(1, 'delivered', 1)]);
    const journal = new DeliveryJournal(log, { reach: 700 });
    const caughtUp = Promise.withResolvers<void>();
    const running = journal.run(caughtUp.resolve);
    await caughtUp.promise;
    expect(journal.end('dlv')?.state).toBe('delivered');
    await journal.stop();
    await running;
  });
});

/** The log, telling how many messages each batch that is read holds. */
function counting(log: RecordLog, tell: (records: number) => void): RecordLog {
  return {
    ...log,
    consumer(options) {
      const consumer = log.consumer(options);
      return {
        ...consumer,
        run: (handle) =>
          consumer.run((batch, signal) => {
            tell(batch.records.length);
            return handle(batch, signal);
          }),
      };
    },
  };
}
