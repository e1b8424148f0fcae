import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStores, openMemoryStores } from '@trailhound/adapter-embedded';
import { topics } from '@trailhound/contracts';
import type { WindowStore } from '@trailhound/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivals, expectedIds, publishAll, publishedIds, rulesOfEveryKind as rules } from '../testing/arrivals.js';
import { mortal } from '../testing/crashes.js';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';
import { call } from '../testing/records.js';

describe('the alerts of the service', () => {
  it('are those of a scan, whatever the order, the copies and the moments its processes are killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        arrivals,
        fc.array(fc.integer({ min: 0, max: 24 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        async (records, lifetimes, maxBatch) => {
          const pipeline = memoryPipeline();
          await publishAll(pipeline, records);
          for (const steps of lifetimes) {
            const process = mortal(pipeline.log, pipeline.state.windows, steps);
            const state = { ...pipeline.state, windows: process.windows };
            await pipeline.drain(rules, { log: process.log, state, maxBatch }, process.isDead);
          }
          await pipeline.drain(rules, { maxBatch });
          expect(await publishedIds(pipeline)).toEqual(expectedIds(records));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['in memory', 40],
    ['in a file', 12],
  ] as const)(
    'are those of a scan when one to four matchers of a group die side by side, %s',
    async (place, numRuns) => {
      const lifetimes = fc.array(fc.integer({ min: 0, max: 24 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(arrivals, lifetimes, fc.integer({ min: 1, max: 7 }), async (records, lives, maxBatch) => {
          const folder = mkdtempSync(join(tmpdir(), 'trailhound-crashes-'));
          const inFile = place === 'in a file';
          const pipeline = memoryPipeline((clock) =>
            inFile ? openEmbeddedStores(folder, { clock, durability: 'process-crash' }) : openMemoryStores({ clock }),
          );
          await publishAll(pipeline, records);
          const members = lives.map((steps) => {
            const { log, windows, isDead } = mortal(pipeline.log, pipeline.state.windows, steps);
            return { log, state: { ...pipeline.state, windows }, maxBatch, isDead };
          });
          await pipeline.interleave(rules, members);
          await pipeline.drain(rules, { maxBatch });
          expect(await publishedIds(pipeline)).toEqual(expectedIds(records));
          await pipeline.close();
          rmSync(folder, { recursive: true });
        }),
        { numRuns },
      );
    },
    240_000,
  );

  it('are those of a scan after a kill at each single step', async () => {
    const records = [5, 1, 3, 2, 4, 9, 1].map((minute) =>
      call('X', minute, { sourceIPAddress: `192.0.2.${minute % 3}` }),
    );
    const expected = expectedIds(records);
    // Three batches of four steps, each before and after its effect.
    for (let steps = 0; steps < 26; steps += 1) {
      const pipeline = memoryPipeline();
      await publishAll(pipeline, records);
      const process = mortal(pipeline.log, pipeline.state.windows, steps);
      const state = { ...pipeline.state, windows: process.windows };
      await pipeline.drain(rules, { log: process.log, state, maxBatch: 3 }, process.isDead);
      await pipeline.drain(rules, { maxBatch: 3 });
      expect(await publishedIds(pipeline), `killed at step ${steps}`).toEqual(expected);
    }
  });

  it('are those of a scan when lost counts are rebuilt and the process is killed at each single step of that', async () => {
    const records = [1, 2, 3, 4].map((minute) => call(minute < 4 ? 'X' : 'Z', minute, { seed: minute }));
    const expected = expectedIds(records);
    for (let steps = 0; steps < 26; steps += 1) {
      const pipeline = memoryPipeline();
      await publishAll(pipeline, records);
      // What made the group of three whole came in another partition, and its counts were lost before they alerted: here all
      // but the last record is committed, and an alert is due of those before it that nobody published.
      const before = pipeline.log.consumer({ topic: topics.records, group: 'trailhound-matcher' });
      await before.commit(topics.records, 0, 3n);
      await before.stop();
      const process = mortal(pipeline.log, pipeline.state.windows, steps);
      const state = { ...pipeline.state, windows: process.windows };
      await pipeline.drain(rules, { log: process.log, state, maxBatch: 3 }, process.isDead);
      await pipeline.drain(rules, { maxBatch: 3 });
      expect(await publishedIds(pipeline), `killed at step ${steps}`).toEqual(expected);
    }
  });

  it.each(['its end is missing', 'all of it is'] as const)(
    'are those of a scan when window state is lost and %s',
    async (loss) => {
      await fc.assert(
        fc.asyncProperty(
          arrivals,
          fc.nat({ max: 8 }),
          fc.integer({ min: 1, max: 4 }),
          async (records, kept, maxBatch) => {
            const pipeline = memoryPipeline();
            const older = openMemoryStores({ clock: pipeline.clock });
            let batches = loss === 'all of it is' ? kept + 1 : 0;
            // A store whose copy stopped following after some batches, as a replica that is promoted or a torn file.
            const followed: WindowStore = {
              ...pipeline.state.windows,
              observe: async (batch) => {
                batches += 1;
                if (batches <= kept) await older.state.windows.observe(batch);
                return pipeline.state.windows.observe(batch);
              },
            };
            const messages = records.map((record, index) => recordMessage(record, index));
            const half = Math.ceil(messages.length / 2);
            await pipeline.log.publish(topics.records, messages.slice(0, half));
            await pipeline.drain(rules, { state: { ...pipeline.state, windows: followed }, maxBatch });
            await pipeline.log.publish(topics.records, messages.slice(half));
            await pipeline.drain(rules, { state: older.state, maxBatch });
            expect(await publishedIds(pipeline)).toEqual(expectedIds(records));
            await older.close();
          },
        ),
        { numRuns: 30 },
      );
    },
  );
});
