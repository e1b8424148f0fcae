import { join } from 'node:path';
import { type KafkaClientName, kafkaClientNames } from '@trailhound/adapter-kafka';
import { Option } from 'commander';
import type { AddBench } from '../bench-command.js';
import { gzipped } from '../corpus/gzipped.js';
import { corpusFile } from '../engine/corpora.js';
import { onOneCpu } from '../kit/cpu.js';
import { endRun } from '../kit/end-run.js';
import { count } from '../kit/option-values.js';
import { needed } from '../kit/prerequisite.js';
import { roundsOption, seedOption } from '../kit/shared-options.js';
import { type BenchCluster, startBenchCluster } from './bench-cluster.js';
import { measureCollector } from './measure-collector.js';
import { measureLatency } from './measure-latency.js';
import { measureMatcher } from './measure-matcher.js';
import { type ClientResult, streamReport } from './stream-report.js';
import { writeWatchRules } from './watch-rules.js';

interface StreamOptions {
  readonly records: number;
  readonly rounds: number;
  readonly rules: number;
  readonly seconds: number;
  readonly seed: string;
  readonly client?: readonly KafkaClientName[];
}

const details = `
Starts a Kafka and a Redis of its own (Java 17, Maven and redis-server, or Docker) and the services as processes.
Measured: the matcher against a consumer that does nothing, with and without the headers that let it pass over a record;
the collector against a producer that does nothing; the way from a producer to a webhook at half the highest rate.

Examples:
  $ npm run bench -- stream
  $ npm run bench -- stream --client kafkajs --records 20000 --rounds 1 --seconds 5`;

export const addStream: AddBench = (parent, io) => {
  parent
    .command('stream')
    .description('matcher, collector and the way to a webhook on a real Kafka and Redis')
    .option('--records <n>', 'records on the topic', count, 100_000)
    .option('--rules <n>', 'rules of the matcher', count, 1000)
    .addOption(roundsOption())
    .option('--seconds <n>', 'how long records are sent to measure the way to the webhook', count, 20)
    .addOption(seedOption())
    .addOption(new Option('--client <names...>', 'clients of Kafka, by default all').choices(kafkaClientNames))
    .addHelpText('after', details)
    .action(async (options: StreamOptions) => {
      const cluster = await needed(startBenchCluster);
      try {
        const results: ClientResult[] = [];
        for (const client of options.client ?? kafkaClientNames) {
          const result = await measureClient(cluster, client, options, io.say);
          io.print(JSON.stringify(result));
          results.push(result);
        }
        const { records, rounds } = options;
        const report = streamReport(results, { records, rounds, pinning: onOneCpu().description });
        endRun(report, io);
      } finally {
        await cluster.stop();
      }
    });
};

async function measureClient(
  cluster: BenchCluster,
  client: KafkaClientName,
  options: StreamOptions,
  say: (line: string) => void,
): Promise<ClientResult> {
  const { records, rounds } = options;
  const { prefix } = onOneCpu();
  const recordsFile = await corpusFile(options);
  const rulesFolder = writeWatchRules(join(cluster.folder, 'rules'), options);
  const shared = { client, recordsFile, records, rounds, prefix, rulesFolder, say };
  const named = await measureMatcher(cluster, { ...shared, named: true });
  const bare = await measureMatcher(cluster, { ...shared, named: false });
  const collector = await measureCollector(cluster, { ...shared, packedFile: await gzipped(recordsFile) });
  const recordsPerSecond = Math.min(named.matcher, collector.noop) / 2;
  const seconds = Math.min(options.seconds, records / recordsPerSecond);
  const latency = await measureLatency(cluster, { ...shared, recordsPerSecond, seconds });
  return { client, named, bare, collector, latency };
}
