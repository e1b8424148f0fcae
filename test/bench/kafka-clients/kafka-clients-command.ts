import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type KafkaClientName, kafkaClientNames } from '@trailhound/adapter-kafka';
import { type KafkaBroker, startKafka } from '@trailhound/testkit/launchers';
import type { AddBench } from '../bench-command.js';
import { corpusFile } from '../engine/corpora.js';
import { onOneCpu } from '../kit/cpu.js';
import { endRun } from '../kit/end-run.js';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import { count } from '../kit/option-values.js';
import { roundsOption, seedOption } from '../kit/shared-options.js';
import type { ClientTask, Recovered, Transferred } from './client-task.js';
import { type ClientRound, clientsReport } from './clients-report.js';

interface ClientsOptions {
  readonly records: number;
  readonly rounds: number;
  readonly seed: string;
  readonly recover: boolean;
}

const awayMs = 5000;
const program = fileURLToPath(new URL('client-process.js', import.meta.url));

const details = `
Each client in turn, each task in a process of its own on one processor, through the RecordLog that the services use:

  produce   publishes the records in batches of 500, four at a time, until all are acknowledged
  consume   reads them with a handler that only commits each batch
  recover   publishes and reads one message at a time while the broker is killed (SIGKILL) and started ${awayMs / 1000} s later;
            the figures are the times from when it listens again to the first acknowledgement and the first message

Needs Java 17 and Maven. Two JSON lines a round go to stdout, a table with medians and ratios to stderr.

Examples:
  $ npm run -s bench -- kafka-clients
  $ npm run -s bench -- kafka-clients --records 20000 --rounds 1`;

export const addKafkaClients: AddBench = (parent, io) => {
  parent
    .command('kafka-clients')
    .description('the two Kafka clients side by side: rates, CPU time, memory, recovery from a killed broker')
    .option('--records <n>', 'records to publish and read', count, 100_000)
    .addOption(roundsOption())
    .addOption(seedOption())
    .option('--no-recover', 'leave the broker alive')
    .addHelpText('after', details)
    .action(async (options: ClientsOptions) => {
      const recordsFile = await corpusFile(options);
      const broker = await startKafka({ 'broker.session.timeout.ms': '3000' });
      try {
        const rounds: ClientRound[] = [];
        for (let at = 0; at < options.rounds; at += 1)
          for (const client of kafkaClientNames) {
            io.say(`round ${at + 1} of ${options.rounds}: ${client} …`);
            const round = await oneRound({
              ...{ client, broker, recordsFile, topicPrefix: `bench-${at}-${client}.` },
              isBrokerKilled: options.recover,
            });
            io.print(JSON.stringify(round));
            rounds.push(round);
          }
        const report = clientsReport(rounds, { ...options, pinning: onOneCpu().description });
        endRun(report, io);
      } finally {
        await broker.stop();
      }
    });
};

interface RoundParts {
  readonly client: KafkaClientName;
  readonly broker: KafkaBroker;
  readonly recordsFile: string;
  readonly topicPrefix: string;
  readonly isBrokerKilled: boolean;
}

async function oneRound({
  client,
  broker,
  recordsFile,
  topicPrefix,
  isBrokerKilled,
}: RoundParts): Promise<ClientRound> {
  const shared = { client, broker: broker.address, recordsFile };
  const produce = await figures<Transferred>({ ...shared, kind: 'produce', topicPrefix });
  const consume = await figures<Transferred>({ ...shared, kind: 'consume', topicPrefix });
  if (!isBrokerKilled) return { client, produce, consume };
  const recovering = { ...shared, kind: 'recover', topicPrefix: `recover-${topicPrefix}` } as const;
  let listensMs = 0;
  const { writtenAgainMs, readAgainMs } = await figures<Recovered>(recovering, async () => {
    await broker.kill();
    await sleep(awayMs);
    await broker.start();
    listensMs = Date.now();
  });
  const recover = { writingMs: writtenAgainMs - listensMs, readingMs: readAgainMs - listensMs };
  return { client, produce, consume, recover };
}

/** Runs a client process to its end; `meanwhile` once it says that it is steady. */
async function figures<T>(task: ClientTask, meanwhile?: () => Promise<void>): Promise<T> {
  const [command = '', ...args] = [...onOneCpu().prefix, process.execPath, program, JSON.stringify(task)];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const disturbed: { by?: Promise<void> | undefined } = {};
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line !== 'steady') process.stderr.write(`${line}\n`);
    else disturbed.by ??= meanwhile?.();
  });
  let found = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    found = line;
  });
  await once(child, 'close');
  await disturbed.by;
  if (found === '') throw new BenchFailure(`${task.client} gave no figures for ${task.kind}`, exitCodes.failed);
  return JSON.parse(found) as T;
}
