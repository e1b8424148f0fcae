import type { LogConsumer, RecordLog, WindowStore } from '@trailhound/ports';

/** The steps of a batch at whose begin or end a process may die. */
export const crashPoints = ['observe', 'publish', 'markDone', 'commit'] as const;

/** A process that dies at its `steps`-th step: a step counts once before and once after its effect. */
export interface MortalProcess {
  readonly log: RecordLog;
  readonly windows: WindowStore;
  isDead(): boolean;
}

/**
 * Puts log and windows into a process that dies after so many steps. From then on nothing it tries has an effect, as with
 * kill -9; what had its effect before stays.
 */
export function mortal(log: RecordLog, windows: WindowStore, steps: number): MortalProcess {
  let left = steps;
  let isDead = false;

  function live(): void {
    left -= 1;
    if (left < 0) isDead = true;
    if (isDead) throw new Error('killed');
  }
  async function step<T>(effect: () => Promise<T>): Promise<T> {
    live();
    const result = await effect();
    live();
    return result;
  }

  return {
    isDead: () => isDead,
    windows: {
      stamp: (...given) => windows.stamp(...given),
      summary: (...given) => windows.summary(...given),
      observe: (batch) => step(() => windows.observe(batch)),
      judge: (reading) => step(() => windows.judge(reading)),
      markDone: (firings) => step(() => windows.markDone(firings)),
    },
    log: {
      ...log,
      publish: (...given) => step(() => log.publish(...given)),
      consumer: (options) => mortalConsumer(log.consumer(options), step, () => isDead),
    },
  };
}

function mortalConsumer(
  consumer: LogConsumer,
  step: <T>(effect: () => Promise<T>) => Promise<T>,
  isDead: () => boolean,
): LogConsumer {
  return {
    ...consumer,
    commit: (...given) => step(() => consumer.commit(...given)),
    seek(...given) {
      if (!isDead()) consumer.seek(...given);
    },
  };
}
