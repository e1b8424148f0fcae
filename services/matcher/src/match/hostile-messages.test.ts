import { recordHeaderNames, topics } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';
import { call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';

const plain = rulesOf('id: plain\ncondition: eventName = "X"\n');
const thrice = rulesOf('id: thrice\ncondition: eventName = "X"\nthreshold: {count: 3, within: 10m}\n');
const hourMs = 3_600_000;

// Numbers as in docs/bad-inputs.md.
describe('bad inputs of the matcher', () => {
  it('21: a record that comes 20 hours late completes the window of its time, once', async () => {
    const pipeline = memoryPipeline();
    const inTime = [call('X', 1), call('X', 3)];
    await pipeline.log.publish(topics.records, inTime.map(recordMessageAt));
    await pipeline.drain(thrice);
    expect(await pipeline.alerts()).toEqual([]);
    pipeline.clock.advance(20 * hourMs);
    await pipeline.log.publish(topics.records, [call('Y', 5), call('X', 2), call('X', 2)].map(recordMessageAt));
    await pipeline.drain(thrice);
    const [alert, ...others] = await pipeline.alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ rule: 'thrice', lastEventTime: '2026-01-15T10:03:00Z' });
  });

  it('31: a value of one byte is quarantined, a tombstone skipped, headers that make no sense do not matter', async () => {
    const pipeline = memoryPipeline();
    const whole = recordMessage(call('X', 1));
    const odd = { [recordHeaderNames.origin]: '{oops', [recordHeaderNames.uid]: '' };
    await pipeline.log.publish(topics.records, [
      { ...whole, value: Uint8Array.of(0x78) },
      { ...whole, value: null },
      { ...whole, headers: {} },
      { ...recordMessage(call('X', 2)), headers: odd },
      recordMessage(call('X', 3)),
    ]);
    await pipeline.drain(plain);
    expect(await pipeline.alerts()).toHaveLength(3);
    expect(await pipeline.quarantined()).toMatchObject([{ reason: 'not_a_record', excerpt: 'x' }]);
    const { text } = await pipeline.metrics.expose();
    expect(text).toContain('trailhound_records_consumed_total{stage="matcher",result="skipped"} 1');
  });
});

function recordMessageAt(record: ReturnType<typeof call>, index: number) {
  return recordMessage(record, index);
}
