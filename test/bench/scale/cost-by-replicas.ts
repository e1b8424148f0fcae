import { join } from 'node:path';
import { topics } from '@trailhound/contracts';
import { corpusFile } from '../engine/corpora.js';
import type { Point } from '../kit/power-law.js';
import type { BenchCluster } from '../stream/bench-cluster.js';
import { recordMessages } from '../stream/record-messages.js';
import { untilSettled } from '../stream/until-settled.js';
import { writeWatchRules } from '../stream/watch-rules.js';
import type { ScaleRun } from './cost-by-rules.js';

const numbers = [1, 2, 4];
const records = 50_000;
const rules = 1000;
const consumed = 'trailhound_records_consumed_total';
const cpuSeconds = 'process_cpu_seconds_total';

/** CPU microseconds a record of all matchers together, over their number; the same records on four partitions. */
export async function costByReplicas(cluster: BenchCluster, { seed, most, say }: ScaleRun): Promise<Point[]> {
  const events = await corpusFile({ seed, records: Math.min(records, most) });
  const folder = writeWatchRules(join(cluster.folder, 'rules'), { seed, rules });
  const points: Point[] = [];
  for (const replicas of numbers) {
    say(`${replicas} ${replicas === 1 ? 'matcher' : 'matchers'} …`);
    const topicPrefix = `replicas-${replicas}.`;
    const log = await cluster.openLog(topicPrefix, 'kafkajs');
    const options = { topicPrefix, redisPrefix: topicPrefix, client: 'kafkajs' as const };
    const config = { rules: JSON.stringify([folder]) };
    const matchers = await Promise.all(
      Array.from({ length: replicas }, () => cluster.start('matcher', { ...options, config })),
    );
    const sum = async (counter: string) =>
      (await Promise.all(matchers.map((matcher) => matcher.counter(counter)))).reduce((total, one) => total + one, 0);
    const before = await sum(cpuSeconds);
    let sent = 0;
    for await (const messages of recordMessages(events, { named: true })) {
      await log.publish(topics.records, messages);
      sent += messages.length;
    }
    await untilSettled(() => sum(consumed), sent);
    points.push({ x: replicas, y: (((await sum(cpuSeconds)) - before) / sent) * 1e6 });
    await Promise.all(matchers.map((matcher) => matcher.stop()));
    await log.close();
  }
  return points;
}
