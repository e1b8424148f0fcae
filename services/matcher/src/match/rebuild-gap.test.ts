import { openMemoryStores } from '@trailhound/adapter-embedded';
import { topics } from '@trailhound/contracts';
import type { RecordLog } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';
import { call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';

const counting = rulesOf('id: burst\ncondition: eventName = "X"\nthreshold: {count: 3, within: 1h}\n');
const plain = rulesOf('id: each\ncondition: eventName = "X"\n');

/** A matcher that worked on five records, lost its store, and finds the log without the first two of them. */
async function afterTotalLoss(rules: typeof counting) {
  const pipeline = memoryPipeline();
  const messages = Array.from({ length: 5 }, (_, minute) => recordMessage(call('X', minute), minute));
  await pipeline.log.publish(topics.records, messages);
  await pipeline.drain(rules);
  await pipeline.log.publish(topics.records, [recordMessage(call('X', 6), 6)]);
  const deleted = 2n;
  const kept = async (topic: Parameters<RecordLog['bounds']>[0]) => {
    const bounds = await pipeline.log.bounds(topic);
    if (topic !== topics.records) return bounds;
    return new Map([...bounds].map(([partition, { next }]) => [partition, { first: deleted, next }] as const));
  };
  const log: RecordLog = {
    ...pipeline.log,
    bounds: kept,
    offsetsForTime: async (topic, ms) => {
      const offsets = await pipeline.log.offsetsForTime(topic, ms);
      return new Map([...offsets].map(([partition, at]) => [partition, at > deleted ? at : deleted] as const));
    },
  };
  const empty = openMemoryStores({ clock: pipeline.clock });
  await pipeline.drain(rules, { log, state: empty.state });
  await pipeline.drain(rules, { log, state: openMemoryStores({ clock: pipeline.clock }).state });
  return pipeline;
}

describe('counts that cannot be rebuilt because the log no longer holds the records', () => {
  it('raise one alert that says which time is missing, beside the alerts that can be known', async () => {
    const pipeline = await afterTotalLoss(counting);
    const gaps = (await pipeline.alerts()).filter(({ rule }) => rule === 'trailhound-rebuild-gap');
    expect(gaps.length).toBeGreaterThan(0);
    expect(new Set(gaps.map(({ id }) => id)).size).toBe(1);
    const [alert] = gaps;
    expect(alert).toMatchObject({ severity: 'high', ruleTitle: 'Counts could not be rebuilt in full', audit: false });
    expect(alert?.why[0]).toMatch(
      /^The state store lost its counts, and partition 0 of cloudtrail\.records no longer holds/,
    );
    expect(pipeline.messages).toContain('counts cannot be rebuilt in full (rebuild_gap)');
  });

  it('are no loss to rules that count nothing', async () => {
    const pipeline = await afterTotalLoss(plain);
    expect((await pipeline.alerts()).filter(({ rule }) => rule === 'trailhound-rebuild-gap')).toEqual([]);
  });
});
