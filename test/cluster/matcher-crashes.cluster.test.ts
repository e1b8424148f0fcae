import { openMemoryStores } from '@trailhound/adapter-embedded';
import { RedisStateStore } from '@trailhound/adapter-redis';
import { startRedis } from '@trailhound/testkit/launchers';
import { testLogger, testService } from '@trailhound/testkit/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arrivals,
  expectedIds,
  publishAll,
  publishedIds,
  rulesOfEveryKind,
} from '../../services/matcher/src/testing/arrivals.js';
import { mortal } from '../../services/matcher/src/testing/crashes.js';
import { memoryPipeline } from '../../services/matcher/src/testing/pipeline.js';

const redis = testService(() => startRedis());
let runs = 0;

/** A log in memory, and counts on Redis under keys of their own. */
async function onRedis() {
  runs += 1;
  const keyPrefix = `crashes-${runs}:`;
  const state = new RedisStateStore({ url: redis.get().url, keyPrefix, logger: testLogger() });
  await state.connection.ready();
  const pipeline = memoryPipeline((clock) => ({ ...openMemoryStores({ clock }), state }));
  return {
    ...pipeline,
    /** The ports of the state, of which a process that dies has its own windows. */
    ports: { ...state, ping: () => state.ping(), close: () => state.close() },
    /** Everything Redis knew is gone. */
    forget: () => state.connection.run((client) => client.flushall()),
    async close() {
      await pipeline.close();
      await state.close();
    },
  };
}

describe('the alerts of the service, counted on Redis,', () => {
  it('are those of a scan when one to four matchers of a group die side by side', async () => {
    const lifetimes = fc.array(fc.integer({ min: 0, max: 24 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(arrivals, lifetimes, fc.integer({ min: 1, max: 7 }), async (records, lives, maxBatch) => {
        const pipeline = await onRedis();
        try {
          await publishAll(pipeline, records);
          const members = lives.map((steps) => {
            const { log, windows, isDead } = mortal(pipeline.log, pipeline.state.windows, steps);
            return { log, state: { ...pipeline.ports, windows }, maxBatch, isDead };
          });
          await pipeline.interleave(rulesOfEveryKind, members);
          await pipeline.drain(rulesOfEveryKind, { maxBatch });
          expect(await publishedIds(pipeline)).toEqual(expectedIds(records));
        } finally {
          await pipeline.close();
        }
      }),
      { numRuns: 40 },
    );
  }, 240_000);

  it('are those of a scan when the counts are gone between two batches and the process is killed while they are rebuilt', async () => {
    const moments = fc.array(fc.integer({ min: 0, max: 16 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(arrivals, moments, fc.integer({ min: 1, max: 7 }), async (records, lives, maxBatch) => {
        const pipeline = await onRedis();
        try {
          await publishAll(pipeline, records);
          for (const steps of lives) {
            const { log, windows, isDead } = mortal(pipeline.log, pipeline.state.windows, steps);
            const state = { ...pipeline.ports, windows };
            await pipeline.drain(rulesOfEveryKind, { log, state, maxBatch }, isDead);
            await pipeline.forget();
          }
          await pipeline.drain(rulesOfEveryKind, { maxBatch });
          expect(await publishedIds(pipeline)).toEqual(expectedIds(records));
        } finally {
          await pipeline.close();
        }
      }),
      { numRuns: 30 },
    );
  }, 240_000);
});
