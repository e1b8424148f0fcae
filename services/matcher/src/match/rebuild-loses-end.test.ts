import { openMemoryStores } from '@trailhound/adapter-embedded';
import { topics } from '@trailhound/contracts';
import type { StateStore, WindowStore } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';
import { call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';

const rules = rulesOf('id: four\ncondition: eventName = "X"\nthreshold: {count: 4, within: 10m}\n');
const messages = [0, 1, 2, 3].map((minute) => recordMessage(call('X', minute, { seed: minute }), minute));

/** Windows that fall back to an older copy after `calls` observations; the copy has all of them but the last. */
function losingLastOf(calls: number, current: StateStore['windows'], older: StateStore['windows']): WindowStore {
  let seen = 0;
  const now = () => (seen > calls ? older : current);
  return {
    stamp: (...given) => now().stamp(...given),
    summary: (...given) => now().summary(...given),
    judge: (...given) => now().judge(...given),
    markDone: (...given) => now().markDone(...given),
    async observe(batch) {
      seen += 1;
      if (seen < calls) await older.observe(batch);
      return now().observe(batch);
    },
  };
}

async function alertsWhereLost(afterObservation: number): Promise<readonly (readonly [string, number])[]> {
  const pipeline = memoryPipeline();
  const older = openMemoryStores({ clock: pipeline.clock });
  await pipeline.log.publish(topics.records, messages);
  // Half was committed before and is read again: the first observation finds that its counts are lost.
  const before = pipeline.log.consumer({ topic: topics.records, group: 'trailhound-matcher' });
  await before.commit(topics.records, 0, 2n);
  await before.stop();
  const windows = losingLastOf(afterObservation, pipeline.state.windows, older.state.windows);
  await pipeline.drain(rules, { state: { ...pipeline.state, windows }, maxBatch: 1 });
  await older.close();
  return (await pipeline.alerts()).map(({ rule, count }) => [rule, count]);
}

describe('a store that loses its end while lost state is rebuilt', () => {
  it.each([2, 3, 4, 5, 6])('is found out, also where its end is what observation %i counted', async (observation) => {
    expect(await alertsWhereLost(observation)).toEqual([['four', 4]]);
  });
});
