import type { PartitionLag } from '@trailhound/ports';
import type { Metrics } from './metrics.js';

/**
 * The gauges of how far consumers are behind, shared by all stages of a process. Answers a function that takes what one
 * consumer owns now; partitions it owned before and lost are taken out, since their old lag is nobody's.
 */
export function lagGauges(metrics: Metrics): (partitions: readonly PartitionLag[]) => void {
  const records = metrics.gauge({
    name: 'trailhound_consumer_lag_records',
    help: 'Messages not yet committed, of the partitions this process owns.',
    labels: ['topic', 'partition'],
  });
  const seconds = metrics.gauge({
    name: 'trailhound_consumer_lag_seconds',
    help: 'Age of the oldest message not yet committed.',
    labels: ['topic', 'partition'],
  });
  let shown = new Map<string, { readonly topic: string; readonly partition: string }>();
  return (partitions) => {
    const now = new Map<string, { readonly topic: string; readonly partition: string }>();
    for (const lag of partitions) {
      const labels = { topic: lag.topic, partition: String(lag.partition) };
      now.set(`${labels.topic} ${labels.partition}`, labels);
      records.set(labels, Number(lag.records));
      seconds.set(labels, lag.seconds);
    }
    for (const [name, labels] of shown) {
      if (now.has(name)) continue;
      records.remove(labels);
      seconds.remove(labels);
    }
    shown = now;
  };
}
