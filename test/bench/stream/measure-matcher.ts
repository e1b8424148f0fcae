import type { KafkaClientName } from '@trailhound/adapter-kafka';
import { topicName, topics } from '@trailhound/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { median } from '../kit/median.js';
import type { BenchCluster } from './bench-cluster.js';
import { runNoop } from './noop-process.js';
import { steadyRate } from './progress.js';
import { recordMessages } from './record-messages.js';

/** What is read, by whom, and how often. */
export interface MatcherRun {
  readonly client: KafkaClientName;
  readonly recordsFile: string;
  readonly records: number;
  readonly rulesFolder: string;
  /** Whether the messages carry the names of event and source. */
  readonly named: boolean;
  readonly rounds: number;
  readonly prefix: readonly string[];
  readonly say: (line: string) => void;
}

export interface MatcherRates {
  /** Records a second, medians. */
  readonly matcher: number;
  readonly noop: number;
  /** Matches a record. */
  readonly matchRate: number;
  readonly memoryMiB: number | undefined;
}

/** The file is on the topic so many times: reading it once is over before all that runs is compiled. */
export const copies = 3;
const longestMs = 600_000;
const consumed = 'trailhound_records_consumed_total';

/** Fills a topic and has it read to its end, in turns by a matcher and by a client that looks at nothing. */
export async function measureMatcher(cluster: BenchCluster, run: MatcherRun): Promise<MatcherRates> {
  const topicPrefix = `${run.client}-${run.named ? 'named' : 'bare'}.`;
  await fill(cluster, topicPrefix, run);
  const total = run.records * copies;
  const topic = topicName(topics.records, topicPrefix);
  const [matcher, noop, memory]: [number[], number[], number[]] = [[], [], []];
  let matches = 0;
  for (let round = 1; round <= run.rounds; round++) {
    run.say(`${run.client}${run.named ? '' : ', without headers'}: round ${round} of ${run.rounds} …`);
    const group = `${topicPrefix}noop-${round}`;
    const args = [cluster.broker, topic, group, String(total)];
    noop.push(steadyRate(await runNoop(`consume-${run.client}`, args, run.prefix), total));
    const service = await cluster.start('matcher', {
      ...{ topicPrefix, redisPrefix: `${topicPrefix}${round}:`, client: run.client, prefix: run.prefix },
      config: { rules: JSON.stringify([run.rulesFolder]) },
    });
    matcher.push(steadyRate(await service.follow(consumed, total, longestMs), total));
    matches = await service.counter('trailhound_matches_total');
    const peak = service.peakMemoryMiB();
    if (peak !== undefined) memory.push(peak);
    await service.stop();
    await forgetGroup(cluster.broker, `${topicPrefix}trailhound-matcher`);
  }
  return {
    matcher: median(matcher),
    noop: median(noop),
    matchRate: matches / total,
    memoryMiB: memory.length > 0 ? median(memory) : undefined,
  };
}

async function fill(cluster: BenchCluster, topicPrefix: string, run: MatcherRun): Promise<void> {
  run.say(`filling a topic with ${(run.records * copies).toLocaleString('en')} records …`);
  const log = await cluster.openLog(topicPrefix, run.client);
  for (let copy = 0; copy < copies; copy++)
    for await (const messages of recordMessages(run.recordsFile, run)) await log.publish(topics.records, messages);
  await log.close();
}

/** So that the next round reads from the beginning. */
async function forgetGroup(broker: string, group: string): Promise<void> {
  const admin = new Kafka({ clientId: 'bench', brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.deleteGroups([group]);
  await admin.disconnect();
}
