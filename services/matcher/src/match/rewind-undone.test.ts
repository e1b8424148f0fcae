import { openMemoryStores } from '@trailhound/adapter-embedded';
import { topics } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';
import { call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';
import { withLostSeeks, withUndoneSeeks } from '../testing/undone-seeks.js';

const rules = rulesOf('id: three\ncondition: eventName = "X"\nthreshold: {count: 3, within: 10m}\n');
const messages = [0, 1, 2, 3, 4].map((minute) => recordMessage(call('X', minute, { seed: minute }), minute));

describe('a matcher that goes back because its state was lost', () => {
  it.each([0, 1, 2])(
    'counts everything again, also when the partitions are shared out anew %i times on the way',
    async (times) => {
      const pipeline = memoryPipeline();
      await pipeline.log.publish(topics.records, messages.slice(0, 2));
      await pipeline.drain(rules, { maxBatch: 1 });
      const empty = openMemoryStores({ clock: pipeline.clock });
      await pipeline.log.publish(topics.records, messages.slice(2, 3));
      const log = withUndoneSeeks(pipeline.log, times);
      await pipeline.drain(rules, { maxBatch: 1, log, state: empty.state });
      expect((await pipeline.alerts()).map(({ rule, count }) => [rule, count])).toEqual([['three', 3]]);
      await empty.close();
    },
  );

  it.each([1, 2])('counts everything again, also when the log loses where it was sent, %i times', async (times) => {
    const pipeline = memoryPipeline();
    await pipeline.log.publish(topics.records, messages.slice(0, 2));
    await pipeline.drain(rules, { maxBatch: 1 });
    const empty = openMemoryStores({ clock: pipeline.clock });
    await pipeline.log.publish(topics.records, messages.slice(2));
    const log = withLostSeeks(pipeline.log, times);
    await pipeline.drain(rules, { maxBatch: 1, log, state: empty.state });
    expect((await pipeline.alerts()).map(({ rule, count }) => [rule, count])).toEqual([['three', 3]]);
    expect(pipeline.messages).toContain('records not yet matched were passed over, reading them again');
    await empty.close();
  });
});
