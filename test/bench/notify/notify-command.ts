import { MissingPrerequisite } from '@trailhound/testkit/launchers';
import { Option } from 'commander';
import type { AddBench } from '../bench-command.js';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import { count } from '../kit/option-values.js';
import { keepReport, reportText } from '../kit/report.js';
import { measureBareLoop } from './bare-loop.js';
import { findRate } from './find-rate.js';
import { measureNotifier, type NotifierFigures } from './measure-notifier.js';
import { type GroundTrials, isCarried, notifyReport, wantedPerSecond } from './notify-report.js';
import { type GroundName, groundNames, openGround } from './notify-stores.js';
import { startReceiver } from './receiver.js';

interface NotifyOptions {
  readonly destinations: number;
  readonly hanging: number;
  readonly rate: number;
  readonly seconds: number;
  readonly on: readonly GroundName[];
  readonly once?: true;
}

const bareSeconds = 5;
const search = { lowest: 50, precision: 1.1 };

const details = `
Alerts come at a steady rate to webhooks of which some never answer. The notifier has its full durability: embedded, on a
data folder; in a cluster, on a Kafka and a Redis of this machine (Java 17, Maven and redis-server, or Docker). The receivers
are a process of their own. Measured is how long after its alert a delivery arrives at those that answer. A rate is carried
where nothing is missing and the 99th percentile of that is under 2 s; the highest such rate is looked for, to a tenth.
Processor time is held against a loop that posts with the same HTTP client and does nothing else.

Examples:
  $ npm run bench -- notify
  $ npm run bench -- notify --on embedded --rate 300 --seconds 10 --once`;

export const addNotify: AddBench = (parent, io) => {
  parent
    .command('notify')
    .description('the highest rate of deliveries beside destinations that hang, and how late they are')
    .option('--destinations <n>', 'webhooks', count, 200)
    .option('--hanging <n>', 'of them never answer', count, 20)
    .option('--rate <n>', 'alerts a second to try first, each to one destination', count, wantedPerSecond)
    .option('--seconds <n>', 'how long alerts come', count, 20)
    .option('--once', 'try that rate only')
    .addOption(new Option('--on <grounds...>', 'what the notifier stands on').choices(groundNames).default(groundNames))
    .addHelpText('after', details)
    .action(async ({ destinations, hanging, rate, seconds, on, once }: NotifyOptions) => {
      const receiver = await startReceiver();
      const grounds: GroundTrials[] = [];
      try {
        io.say('the bare loop …');
        const bare = await measureBareLoop(receiver.port, bareSeconds, destinations);
        for (const name of on) {
          const ground = await openGround(name).catch(prerequisite);
          const trials: NotifierFigures[] = [];
          grounds.push({ description: ground.description, trials });
          const tryRate = async (perSecond: number): Promise<boolean> => {
            io.say(`${name}: ${perSecond} alerts a second …`);
            const figures = await measureNotifier(ground, receiver, { destinations, hanging, perSecond, seconds });
            io.print(JSON.stringify(figures));
            trials.push(figures);
            return isCarried(figures);
          };
          try {
            if (once) await tryRate(rate);
            else await findRate({ ...search, first: rate }, tryRate);
          } finally {
            await ground.stop();
          }
        }
        const report = notifyReport(grounds, bare);
        io.say(`\n${reportText(report)}`);
        if (!once) io.say(`\nkept in ${keepReport(report)}`);
      } finally {
        receiver.stop();
      }
    });
};

function prerequisite(error: unknown): never {
  if (error instanceof MissingPrerequisite) throw new BenchFailure(error.message, exitCodes.failed);
  throw error;
}
