import type { AddBench } from '../bench-command.js';
import { count } from '../kit/option-values.js';
import { keepReport, type Report, reportText } from '../kit/report.js';
import { rate, ratio } from '../kit/table.js';
import { bareDeliveriesPerSecond } from './bare-loop.js';
import { measureNotifier, type NotifierFigures } from './measure-notifier.js';
import { startReceiver } from './receiver.js';

interface NotifyOptions {
  readonly destinations: number;
  readonly hanging: number;
  readonly rate: number;
  readonly seconds: number;
}

/** What the others' delay has to stay under. */
const wantedP99Ms = 2_000;
const bareSeconds = 5;
/** The rate is lowered by this until it is carried. */
const lowered = 0.7;
const lowestRate = 50;

const details = `
Alerts come at a steady rate to webhooks of which some never answer. The notifier runs as 'trailhound up' runs it, on a data
folder with its full durability; the receivers are a process of their own. Measured is how long after its alert a delivery
arrives at those that answer. Where a rate is not carried, or the 99th percentile is 2 s or more, a lower one is tried. Held
against a loop that posts the same bodies with the same HTTP client and does nothing else.

Examples:
  $ npm run bench -- notify
  $ npm run bench -- notify --rate 300 --seconds 10`;

export const addNotify: AddBench = (parent, io) => {
  parent
    .command('notify')
    .description('deliveries a second, and how late they are beside destinations that hang')
    .option('--destinations <n>', 'webhooks', count, 200)
    .option('--hanging <n>', 'of them never answer', count, 20)
    .option('--rate <n>', 'alerts a second, each to one destination', count, 2_000)
    .option('--seconds <n>', 'how long alerts come', count, 20)
    .addHelpText('after', details)
    .action(async ({ destinations, hanging, rate: wantedRate, seconds }: NotifyOptions) => {
      const receiver = await startReceiver();
      const found: NotifierFigures[] = [];
      try {
        io.say('the bare loop …');
        const bare = await bareDeliveriesPerSecond(receiver.port, bareSeconds, destinations);
        for (let perSecond = wantedRate; perSecond >= lowestRate; perSecond = Math.round(perSecond * lowered)) {
          io.say(`${perSecond} alerts a second …`);
          const figures = await measureNotifier(receiver, { destinations, hanging, perSecond, seconds });
          io.print(JSON.stringify(figures));
          found.push(figures);
          if (isCarried(figures)) break;
        }
        const report = notifyReport(found, bare);
        io.say(`\n${reportText(report)}\n\nkept in ${keepReport(report)}`);
      } finally {
        receiver.stop();
      }
    });
};

function isCarried({ deliveries, wanted, p99Ms }: NotifierFigures): boolean {
  return deliveries >= wanted && p99Ms < wantedP99Ms;
}

export function notifyReport(found: readonly NotifierFigures[], bare: number): Report {
  const best = found.find(isCarried);
  const share = best === undefined ? 0 : best.load.perSecond;
  return {
    name: 'notify',
    title: 'Delivering alerts',
    sections: [
      {
        title: 'Beside destinations that hang',
        text: [
          ...found.slice(0, 1).map(({ load: { destinations, hanging, seconds } }) => {
            return `${destinations} webhooks of which ${hanging} never answer, ${seconds} s of alerts, each to one of them in turn; delays are those of the others.`;
          }),
          `A loop that only posts makes ${rate(bare)} deliveries a second here.`,
        ],
        table: {
          headings: ['alerts/s', 'deliveries/s', 'of the bare loop', 'p50', 'p99', 'longest', 'not arrived'],
          rows: found.map(({ load, perSecond, p50Ms, p99Ms, maxMs, wanted, deliveries }) => [
            ...[rate(load.perSecond), rate(perSecond), ratio(perSecond, bare)],
            ...[`${p50Ms}ms`, `${p99Ms}ms`, `${maxMs}ms`, String(Math.max(0, wanted - deliveries))],
          ]),
        },
      },
    ],
    targets: [
      {
        what: 'alerts a second with the 99th percentile under 2 s',
        wanted: '2,000, or the highest this machine reaches',
        measured: best === undefined ? `none at ${lowestRate} or more` : share.toLocaleString('en'),
        isMet: best !== undefined,
      },
    ],
  };
}
