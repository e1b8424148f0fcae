import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '@trailhound/testkit/launchers';
import type { Lab } from '../lab/lab.js';
import { type ChaosFault, numberOf } from './fault.js';

const joined = 'joined the consumer group';

/** One more matcher joins, and its event loop stands still for three sessions with a batch in hand. */
export const matcherStalls: ChaosFault = {
  number: 9,
  title: 'the event loop of a matcher stands still for 20 s',
  isCore: false,
  plan: (random) => ({ point: random.pick(['M1', 'M2']), stallMs: 20_000 }),
  async inject(lab, plan) {
    const count = lab.matchers.length;
    await lab.scaleMatchers(count + 1, `${plan['point']}:stall:${numberOf(plan, 'stallMs')}`);
    // It joins, is given a batch, loses its place while it stands still, and joins again. Several objects at a time: where
    // nothing but unreadable records comes for a while (fault 30), there are no batches. None before it has joined, which
    // takes a session of the others where their clocks jump (fault 25): they would leave nothing for it.
    const joinedTwice = () => {
      const times = joins(lab);
      if (times > 0) lab.bucket.release(lab.bucket.released + 4);
      return times >= 2;
    };
    await waitUntil('the matcher that stood still has joined again', joinedTwice, 120_000, 2_000);
    await sleep(1_000);
    await lab.scaleMatchers(count);
  },
};

/** How often the youngest matcher was given partitions of the records. */
function joins({ matchers }: Lab): number {
  const log = readFileSync(matchers.at(-1)?.logFile ?? '', 'utf8').split('\n');
  return log.filter((line) => line.includes(joined) && line.includes('cloudtrail.records')).length;
}
