import type { TopicDifference } from '@trailhound/adapter-kafka';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';

interface Options {
  readonly config: string;
  readonly apply?: boolean;
  readonly format: 'pretty' | 'json';
}

export function addTopicsEnsure(topics: Command, io: Io, setExitCode: SetExitCode): void {
  topics
    .command('ensure')
    .description('compare the topics of a cluster and their settings with what is documented')
    .requiredOption('--config <file>', 'the configuration of the cluster')
    .option('--apply', 'make what is missing and set what differs; without it nothing is changed')
    .addOption(new Option('--format <format>', 'how to report').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Prints what differs: + a topic to be made, ~ a setting or a number of partitions to be changed,
! what is left to you, because changing it would move or delete messages. Nothing is ever
deleted, made smaller or kept for a shorter time; more than is documented is no difference.
kafka.partitions, replicationFactor and minInSyncReplicas of the configuration count;
kafka.createTopics does not.

It needs Describe, DescribeConfigs, Create, Alter and AlterConfigs on the topics; without
--apply the first two.

Exit codes: 0 nothing differs, or all of it was changed; 1 something differs (without
--apply) or is left to you; 2 a wrong call; 3 Kafka does not answer, or refuses.

Examples:
  $ trailhound topics ensure --config trailhound.yaml
  ~ alerts retention.ms 604800000 -> 3024000000
  $ trailhound topics ensure --config trailhound.yaml --apply`,
    )
    .action(async ({ config, apply = false, format }: Options) => {
      const { topicsOfCluster } = await import('../run/cluster/topics-of-cluster.js');
      const differences = await topicsOfCluster(io, config, apply);
      if (format === 'json') await io.print(jsonLine({ applied: apply, differences }));
      else for (const one of differences) await io.print(differenceLine(one));
      const left = differences.filter(({ kind }) => kind === 'manual').length;
      io.say(summary(differences.length - left, left, apply));
      if (left > 0 || (differences.length > 0 && !apply)) setExitCode(exitCodes.findings);
    });
}

function differenceLine(difference: TopicDifference): string {
  const { name } = difference;
  switch (difference.kind) {
    case 'create': {
      const { partitions, replicationFactor, config } = difference.topic;
      const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
      return `+ ${name} partitions=${partitions} replicas=${replicationFactor} ${settings.join(' ')}`;
    }
    case 'grow':
      return `~ ${name} partitions ${difference.from} -> ${difference.to}`;
    case 'set':
      return `~ ${name} ${difference.key} ${difference.from} -> ${difference.to}`;
    case 'manual':
      return `! ${name} ${difference.key} ${difference.from} -> ${difference.to}: ${difference.why}`;
    default:
      return difference satisfies never;
  }
}

function summary(changes: number, left: number, isApplied: boolean): string {
  const leftover = left > 0 ? `; ${left} left to you` : '';
  if (changes === 0) return `${left > 0 ? 'nothing to change' : 'all topics are as documented'}${leftover}`;
  if (isApplied) return `${countOf(changes, 'change')} made${leftover}`;
  return `${countOf(changes, 'change')} to be made, nothing was changed: --apply makes them${leftover}`;
}
