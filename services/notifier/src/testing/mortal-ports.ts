import type { BenchPorts } from './notifier-bench.js';

/** A call on a port at which the process dies: before the call takes effect, or after it did and before the answer. */
export interface Death {
  readonly at: 'before' | 'after';
  /** `deliveries.claim`, `publish alerts.dlq`, `send`, … */
  readonly call: string;
  /** At which of these calls. Default the first. */
  readonly nth?: number;
}

/** Ports of a process that dies at one call: from then on nothing it does has any effect. */
export function mortalPorts(ports: BenchPorts, death: Death): BenchPorts & { readonly isDead: () => boolean } {
  let isDead = false;
  let calls = 0;

  function mortal<A extends readonly unknown[], R>(name: (first: A[0]) => string, call: (...args: A) => Promise<R>) {
    return async (...args: A): Promise<R> => {
      const isFatal = name(args[0]) === death.call && ++calls === (death.nth ?? 1);
      if (isFatal && death.at === 'before') isDead = true;
      if (isDead) throw new Error('the process is dead');
      const result = await call(...args);
      if (isFatal) isDead = true;
      if (isDead) throw new Error('the process is dead');
      return result;
    };
  }

  const { log, state, sender } = ports;
  const { deliveries, checkpoints } = state;
  return {
    isDead: () => isDead,
    log: {
      ...log,
      publish: mortal((topic) => `publish ${topic}`, log.publish),
      consumer(options) {
        const consumer = log.consumer(options);
        return { ...consumer, commit: mortal(() => `commit ${options.topic}`, consumer.commit) };
      },
    },
    state: {
      ...state,
      deliveries: {
        ...deliveries,
        enqueue: mortal(() => 'deliveries.enqueue', deliveries.enqueue),
        hold: mortal(() => 'deliveries.hold', deliveries.hold),
        settle: mortal(() => 'deliveries.settle', deliveries.settle),
        claim: mortal(() => 'deliveries.claim', deliveries.claim),
        extend: mortal(() => 'deliveries.extend', deliveries.extend),
        rewrite: mortal(() => 'deliveries.rewrite', deliveries.rewrite),
        finish: mortal(() => 'deliveries.finish', deliveries.finish),
        reschedule: mortal(() => 'deliveries.reschedule', deliveries.reschedule),
      },
      checkpoints: {
        ...checkpoints,
        set: mortal(() => 'checkpoints.set', checkpoints.set),
        replace: mortal(() => 'checkpoints.set', checkpoints.replace),
      },
    },
    sender: { ...sender, send: mortal(() => 'send', sender.send) },
  };
}
