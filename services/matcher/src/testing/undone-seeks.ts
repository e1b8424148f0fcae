import type { LogConsumer, RecordLog } from '@trailhound/ports';

/**
 * A log whose group is shared out anew whenever a consumer has sought somewhere, so many times: the batch in hand is
 * revoked, and reading begins again at what was committed, as Kafka has it.
 */
export function withUndoneSeeks(log: RecordLog, times: number): RecordLog {
  let left = times;
  return {
    ...log,
    consumer(options) {
      const consumer = log.consumer(options);
      let assignment = new AbortController();
      const assignments = [assignment]; // `AbortSignal.any` holds what it watches weakly
      let committed = 0n;
      const seek: LogConsumer['seek'] = (topic, partition, offset) => {
        if (left === 0) return consumer.seek(topic, partition, offset);
        left -= 1;
        assignment.abort();
        assignment = new AbortController();
        assignments.push(assignment);
        consumer.seek(topic, partition, committed);
      };
      return {
        ...consumer,
        seek,
        async run(handle) {
          committed = (await consumer.committed(options.topic, 0)) ?? 0n;
          await consumer.run((batch, signal) => handle(batch, AbortSignal.any([signal, assignment.signal])));
        },
        async commit(topic, partition, offset) {
          await consumer.commit(topic, partition, offset);
          committed = offset;
        },
      };
    },
  };
}

/** A log that loses so many seeks: reading goes on after the batch in hand, as if nobody had said anything. */
export function withLostSeeks(log: RecordLog, times: number): RecordLog {
  let left = times;
  return {
    ...log,
    consumer(options) {
      const consumer = log.consumer(options);
      const seek: LogConsumer['seek'] = (topic, partition, offset) => {
        if (left === 0) return consumer.seek(topic, partition, offset);
        left -= 1;
      };
      return { ...consumer, seek };
    },
  };
}
