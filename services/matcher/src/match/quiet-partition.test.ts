import { setImmediate } from 'node:timers/promises';
import { openMemoryStores } from '@trailhound/adapter-embedded';
import { topics } from '@trailhound/contracts';
import type { WindowStore } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { memoryPipeline, recordMessage, until } from '../testing/pipeline.js';
import { call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';

const rules = rulesOf('id: three\ncondition: eventName = "X"\nthreshold: {count: 3, within: 1h}\n');
const stream = 'trailhound-matcher/cloudtrail.records';

/** Two of three records are counted, and a second store knows nothing of them. */
async function twoCounted() {
  const pipeline = memoryPipeline();
  const empty = openMemoryStores({ clock: pipeline.clock });
  const messages = [0, 1].map((minute) => recordMessage(call('X', minute, { seed: minute }), minute));
  await pipeline.log.publish(topics.records, messages);
  return { pipeline, empty };
}

describe('a partition without new records', () => {
  it('whose counts are lost while a matcher has it is read again at once', async () => {
    const { pipeline, empty } = await twoCounted();
    let isLost = false;
    const windows = new Proxy(pipeline.state.windows, {
      get: (whole, name: keyof WindowStore) => (isLost ? empty.state.windows : whole)[name],
    });
    const matcher = pipeline.matcher(rules, { state: { ...pipeline.state, windows } });
    const run = matcher.run();
    const covers = async (store: WindowStore) => {
      pipeline.clock.advance(500);
      await setImmediate();
      return (await store.stamp(stream, 0)) === 2n;
    };
    await until(() => covers(pipeline.state.windows));
    isLost = true;
    await until(() => covers(empty.state.windows));
    await matcher.stop();
    await run;
    expect(pipeline.messages).toContain('window state is lost, rebuilding it from the log');
  });

  it('whose counts were lost before a matcher was given it is read again at once', async () => {
    const { pipeline, empty } = await twoCounted();
    await pipeline.drain(rules);
    const matcher = pipeline.matcher(rules, { state: empty.state });
    const run = matcher.run();
    await until(async () => {
      pipeline.clock.advance(500);
      await setImmediate();
      return (await empty.state.windows.stamp(stream, 0)) === 2n;
    });
    await matcher.stop();
    await run;
    expect(pipeline.messages).toContain('window state is lost, rebuilding it from the log');
  });
});
