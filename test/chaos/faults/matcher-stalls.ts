import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '@trailhound/testkit/launchers';
import type { Lab } from '../lab/lab.js';
import { type ChaosFault, numberOf } from './fault.js';

const joined = 'joined the consumer group';

/** One more matcher joins, and its event loop stands still for three sessions between counting and publishing. */
export const matcherStalls: ChaosFault = {
  number: 9,
  title: 'the event loop of a matcher stands still for 20 s',
  isCore: false,
  plan: (random) => ({ after: random.int(0, 2), stallMs: 20_000 }),
  async inject(lab, plan) {
    const count = lab.matchers.length;
    const stallMs = numberOf(plan, 'stallMs');
    await lab.scaleMatchers(count + 1, `M3:after=${numberOf(plan, 'after')}:stall:${stallMs}`);
    const before = joins(lab);
    // It joins, loses its place while it stands still, and joins again.
    await waitUntil('the matcher that stood still has joined again', () => joins(lab) >= before + 2, 90_000);
    await sleep(1_000);
    await lab.scaleMatchers(count);
  },
};

/** How often the youngest matcher was given partitions of the records. */
function joins({ matchers }: Lab): number {
  const log = readFileSync(matchers.at(-1)?.logFile ?? '', 'utf8').split('\n');
  return log.filter((line) => line.includes(joined) && line.includes('cloudtrail.records')).length;
}
