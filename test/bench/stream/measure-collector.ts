import type { KafkaClientName } from '@trailhound/adapter-kafka';
import { topicName, topics } from '@trailhound/contracts';
import { median } from '../kit/median.js';
import type { BenchCluster } from './bench-cluster.js';
import { runNoop } from './noop-process.js';
import { steadyRate } from './progress.js';

export interface CollectorRun {
  readonly client: KafkaClientName;
  readonly recordsFile: string;
  /** The same in gzip, as CloudTrail's files are. */
  readonly packedFile: string;
  readonly records: number;
  readonly rounds: number;
  readonly prefix: readonly string[];
  readonly say: (line: string) => void;
}

export interface CollectorRates {
  /** Records a second, medians. */
  readonly collector: number;
  readonly noop: number;
  readonly memoryMiB: number | undefined;
}

const longestMs = 600_000;

/** Has a file collected into Kafka, in turns by a collector and by a client that sends what it has in memory. */
export async function measureCollector(cluster: BenchCluster, run: CollectorRun): Promise<CollectorRates> {
  const [collector, noop, memory]: [number[], number[], number[]] = [[], [], []];
  for (let round = 1; round <= run.rounds; round++) {
    run.say(`${run.client}: collector, round ${round} of ${run.rounds} …`);
    const topicPrefix = `${run.client}-collected-${round}.`;
    await (await cluster.openLog(topicPrefix, run.client)).close();
    const args = [cluster.broker, topicName(topics.records, topicPrefix), run.recordsFile];
    noop.push(steadyRate(await runNoop(`produce-${run.client}`, args, run.prefix), run.records));
    const service = await cluster.start('collector', {
      ...{ topicPrefix, redisPrefix: topicPrefix, client: run.client, prefix: run.prefix },
      config: { sources: `[{ files: '${run.packedFile}' }]` },
    });
    const samples = await service.follow('trailhound_records_collected_total', run.records, longestMs);
    collector.push(steadyRate(samples, run.records));
    const peak = service.peakMemoryMiB();
    if (peak !== undefined) memory.push(peak);
    await service.stop();
  }
  return {
    collector: median(collector),
    noop: median(noop),
    memoryMiB: memory.length > 0 ? median(memory) : undefined,
  };
}
