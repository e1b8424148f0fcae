import { topics } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { lagGauges } from './lag-gauges.js';
import { createMetrics } from './metrics.js';

describe('the lag of a process', () => {
  it('is that of what it owns now; a partition that went elsewhere is taken out, other stages stay', async () => {
    const metrics = createMetrics({ version: 'test' });
    const [matcher, notifier] = [lagGauges(metrics), lagGauges(metrics)];
    const at = (partition: number, records: bigint) => ({ topic: topics.records, partition, records, seconds: 2 });
    matcher([at(0, 5n), at(1, 7n)]);
    notifier([{ topic: topics.alerts, partition: 0, records: 1n, seconds: 0.5 }]);
    matcher([at(1, 3n)]);
    const { text } = await metrics.expose();
    const lines = text.split('\n').filter((line) => line.startsWith('trailhound_consumer_lag'));
    expect(lines.sort()).toEqual([
      'trailhound_consumer_lag_records{topic="alerts",partition="0"} 1',
      'trailhound_consumer_lag_records{topic="cloudtrail.records",partition="1"} 3',
      'trailhound_consumer_lag_seconds{topic="alerts",partition="0"} 0.5',
      'trailhound_consumer_lag_seconds{topic="cloudtrail.records",partition="1"} 2',
    ]);
  });
});
