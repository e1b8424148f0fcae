import { recordHeaderNames, topics } from '@trailhound/contracts';
import type { LogConsumer, LogMessage, ObservedBatch, RecordLog, WindowStore } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';
import { call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';

const plain = rulesOf('id: plain\ncondition: eventName = "X"\n');
const thrice = rulesOf('id: thrice\ncondition: eventName = "X"\nthreshold: {count: 3, within: 10m}\n');

/** A record with the headers its collector gives it. */
function withHints(name: string, minute: number): LogMessage {
  const message = recordMessage(call(name, minute, { seed: minute }), minute);
  const hints = { [recordHeaderNames.eventName]: name, [recordHeaderNames.eventSource]: 'iam.amazonaws.com' };
  return { ...message, headers: { ...message.headers, ...hints } };
}

/** Runs records through a matcher and answers what it asked of state and log. */
async function callsFor(names: readonly string[], rules: typeof plain, maxBatch: number) {
  const pipeline = memoryPipeline();
  await pipeline.log.publish(topics.records, names.map(withHints));
  const calls: string[] = [];
  const windows: WindowStore = {
    ...pipeline.state.windows,
    observe(batch: ObservedBatch) {
      calls.push(`observe ${batch.from}..${batch.to} ${batch.observations.length}`);
      return pipeline.state.windows.observe(batch);
    },
  };
  const log: RecordLog = {
    ...pipeline.log,
    consumer(options) {
      const consumer = pipeline.log.consumer(options);
      const commit: LogConsumer['commit'] = (topic, partition, offset) => {
        calls.push(`commit ${offset}`);
        return consumer.commit(topic, partition, offset);
      };
      return { ...consumer, commit };
    },
  };
  // The clock stands still while batches are read: all of them lie within one stretch of settling.
  const matcher = pipeline.matcher(rules, { log, state: { ...pipeline.state, windows }, maxBatch });
  const run = matcher.run();
  while ((await matcher.lag()).some(({ records }) => records > 0n)) await new Promise(setImmediate);
  await matcher.stop();
  await run;
  return { calls, pipeline };
}

describe('the loop of the matcher', () => {
  it('reads on without asking state or log for every batch while no rule matches', async () => {
    const { calls } = await callsFor(['A', 'B', 'C', 'D', 'E', 'F'], plain, 1);
    expect(calls).toEqual(['observe 0..1 0', 'commit 1', 'observe 1..6 0', 'commit 6']);
  });

  it('moves the stamp with what is counted, past everything before, and commits behind it', async () => {
    const { calls, pipeline } = await callsFor(['A', 'B', 'X', 'X', 'C', 'X'], thrice, 1);
    expect(calls).toEqual([
      ...['observe 0..1 0', 'commit 1', 'observe 1..3 1', 'observe 3..4 1'],
      ...['observe 4..6 1', 'commit 6'],
    ]);
    expect(await pipeline.alerts()).toHaveLength(1);
  });

  it('passes over by its headers what no rule can match, and counts it', async () => {
    const { pipeline } = await callsFor(['A', 'X', 'B'], plain, 10);
    expect(await pipeline.alerts()).toHaveLength(1);
    const { text } = await pipeline.metrics.expose();
    expect(text).toContain('trailhound_records_passed_over_total 2');
    expect(text).toContain('trailhound_records_consumed_total{stage="matcher",result="evaluated"} 3');
  });

  it('works a batch in which all match in stretches, each with its own place in the log', async () => {
    const names = Array.from({ length: 1_200 }, () => 'X');
    const { calls, pipeline } = await callsFor(names, thrice, 4_000);
    expect(calls).toEqual(['observe 0..500 500', 'observe 500..1000 500', 'observe 1000..1200 200', 'commit 1200']);
    expect((await pipeline.alerts()).length).toBeGreaterThan(0);
  });
});
