import { randomUUID } from 'node:crypto';
import { recordHeaderNames, topics } from '@trailhound/contracts';
import type { LogBatch, LogConsumer, LogRecord, RecordLog, StateStore, WindowStore } from '@trailhound/ports';
import type { PlantedBug } from '../lab/lab-settings.js';

/** What a matcher works on. */
export interface MatcherPorts {
  readonly log: RecordLog;
  readonly state: StateStore;
}

/** The ports with a bug between them and the service. Each is a mistake that was made in some pipeline. */
export function plant(bug: PlantedBug, { log, state }: MatcherPorts): MatcherPorts {
  switch (bug) {
    case 'skip-rewind':
      return { log, state: withWindows(state, skipRewind(state.windows)) };
    case 'mark-before-publish':
      return { log, state: withWindows(state, markBeforePublish(state.windows)) };
    case 'commit-before-publish':
      return { log: withConsumer(log, commitBeforePublish), state };
    case 'drop-late':
      return { log: withConsumer(log, dropLate), state };
    case 'count-twice':
      return { log, state: withWindows(state, countTwice(state.windows)) };
    default:
      return bug satisfies never;
  }
}

/** A store that is behind the log is believed all the same. */
function skipRewind(windows: WindowStore): WindowStore {
  return {
    ...bound(windows),
    async observe(batch) {
      const observed = await windows.observe(batch);
      if (observed.kind !== 'regressed') return observed;
      return windows.observe({ ...batch, from: observed.stamp ?? batch.from, first: true });
    },
  };
}

/** Alerts count as published before they are. */
function markBeforePublish(windows: WindowStore): WindowStore {
  return {
    ...bound(windows),
    async observe(batch) {
      const observed = await windows.observe(batch);
      if (observed.kind === 'ok') await windows.markDone(observed.firings.flat());
      return observed;
    },
  };
}

/** A record that comes again counts again. */
function countTwice(windows: WindowStore): WindowStore {
  return {
    ...bound(windows),
    observe: (batch) =>
      windows.observe({
        ...batch,
        observations: batch.observations.map((one) => ({ ...one, uid: randomUUID().slice(0, 22) })),
      }),
  };
}

/**
 * The offset is committed when the batch comes in, as clients do that commit by themselves; the matcher believes it stands
 * where it stood before, or it would take the batch for one that is read again, and be careful.
 */
function commitBeforePublish(consumer: LogConsumer): Planted {
  const before = new Map<number, bigint | undefined>();
  return {
    committed: async (topic, partition) =>
      before.has(partition) ? before.get(partition) : consumer.committed(topic, partition),
    run: (handle) =>
      consumer.run(async (batch, signal) => {
        const { topic, partition, records } = batch;
        const last = records.at(-1);
        if (last !== undefined) {
          before.set(partition, await consumer.committed(topic, partition));
          await consumer.commit(topic, partition, last.offset + 1n);
        }
        await handle(batch, signal);
      }),
  };
}

/** What a bug changes of a consumer. */
type Planted = Partial<Pick<LogConsumer, 'run' | 'committed'>>;

const latestMs = 60 * 60_000;

/** Records that are more than an hour behind the newest are passed over, as behind a watermark. */
function dropLate(consumer: LogConsumer): Planted {
  let newestMs = 0;
  const isLate = (eventMs: number): boolean => {
    newestMs = Math.max(newestMs, eventMs);
    return eventMs < newestMs - latestMs;
  };
  const run: LogConsumer['run'] = (handle) =>
    consumer.run((batch, signal) => {
      const records = batch.records.map((record) =>
        isLate(Date.parse(record.header(recordHeaderNames.eventTime) ?? '')) ? withoutValue(record) : record,
      );
      return handle({ ...batch, records } satisfies LogBatch, signal);
    });
  return { run };
}

function withoutValue(record: LogRecord): LogRecord {
  const { key, offset, timestampMs } = record;
  return { key, value: null, header: (name) => record.header(name), offset, timestampMs };
}

function withWindows(state: StateStore, windows: WindowStore): StateStore {
  const { deliveries, tallies, checkpoints } = state;
  return { windows, deliveries, tallies, checkpoints, ping: () => state.ping(), close: () => state.close() };
}

function bound(windows: WindowStore): WindowStore {
  return {
    stamp: (...given) => windows.stamp(...given),
    observe: (batch) => windows.observe(batch),
    judge: (reading) => windows.judge(reading),
    markDone: (firings) => windows.markDone(firings),
    summary: (alertId) => windows.summary(alertId),
  };
}

function withConsumer(log: RecordLog, plant: (consumer: LogConsumer) => Planted): RecordLog {
  return {
    publish: (...given) => log.publish(...given),
    offsetsForTime: (...given) => log.offsetsForTime(...given),
    bounds: (topic) => log.bounds(topic),
    ping: () => log.ping(),
    close: () => log.close(),
    consumer(options) {
      const consumer = log.consumer(options);
      if (options.topic !== topics.records) return consumer;
      return {
        run: (handle) => consumer.run(handle),
        commit: (...given) => consumer.commit(...given),
        committed: (...given) => consumer.committed(...given),
        seek: (...given) => consumer.seek(...given),
        pause: () => consumer.pause(),
        resume: () => consumer.resume(),
        lag: () => consumer.lag(),
        stop: () => consumer.stop(),
        ...plant(consumer),
      };
    },
  };
}
