import type { Point } from '../kit/power-law.js';
import { batchSize, updatesPerSecond } from '../state/measure-store.js';
import { embeddedUnderTest } from '../state/store-under-test.js';
import type { ScaleRun } from './cost-by-rules.js';

const numbers = [1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

/** Microseconds a window update in the store of a single process, over the number of groups that are live in it. */
export async function costByGroups({ most, say }: ScaleRun): Promise<Point[]> {
  const points: Point[] = [];
  const store = await embeddedUnderTest();
  try {
    let live = 0;
    for (const [step, groups] of numbers.filter((number) => number <= most).entries()) {
      say(`${groups.toLocaleString('en')} live groups …`);
      const more = { groups: groups - live, perGroup: 1, round: step };
      await updatesPerSecond(store.state.windows, `fill-${step}`, more);
      live = groups;
      // Groups that are there already, spread evenly over what was added last.
      const again = { groups: Math.min(10 * batchSize, more.groups), perGroup: 2, had: 1, round: step };
      points.push({ x: groups, y: 1e6 / (await updatesPerSecond(store.state.windows, `probe-${step}`, again)) });
    }
  } finally {
    await store.stop();
  }
  return points;
}
