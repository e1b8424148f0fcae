import type { KafkaClientName } from '@trailhound/adapter-kafka';
import { median } from '../kit/median.js';
import type { Report } from '../kit/report.js';
import { rate, ratio } from '../kit/table.js';
import type { Transferred } from './client-task.js';

/** What one client did in one round. */
export interface ClientRound {
  readonly client: KafkaClientName;
  readonly produce: Transferred;
  readonly consume: Transferred;
  /** From when the broker listens again. */
  readonly recover?: { readonly writingMs: number; readonly readingMs: number };
}

interface Figure {
  readonly name: string;
  readonly of: (round: ClientRound) => number | undefined;
  readonly text: (value: number) => string;
}

const whole = (value: number) => value.toFixed(0);
const tenths = (value: number) => value.toFixed(1);
const inSeconds = (value: number) => (value / 1000).toFixed(1);

const all: readonly Figure[] = [
  { name: 'produce, records/s', of: ({ produce }) => produce.recordsPerSecond, text: rate },
  { name: 'produce, CPU µs a record', of: ({ produce }) => produce.cpuMicroseconds, text: tenths },
  { name: 'produce, peak MB', of: ({ produce }) => produce.peakMegabytes, text: whole },
  { name: 'consume, records/s', of: ({ consume }) => consume.recordsPerSecond, text: rate },
  { name: 'consume, CPU µs a record', of: ({ consume }) => consume.cpuMicroseconds, text: tenths },
  { name: 'consume, peak MB', of: ({ consume }) => consume.peakMegabytes, text: whole },
  { name: 'writes again after, s', of: ({ recover }) => recover?.writingMs, text: inSeconds },
  { name: 'reads again after, s', of: ({ recover }) => recover?.readingMs, text: inSeconds },
];

/** Medians of the rounds, and what @platformatic/kafka is to kafkajs. */
export function clientsReport(
  rounds: readonly ClientRound[],
  { records, rounds: count, pinning }: { records: number; rounds: number; pinning: string },
): Report {
  const middle = (client: KafkaClientName, { of }: Figure) =>
    median(rounds.flatMap((round) => (round.client === client ? (of(round) ?? []) : [])));
  const measured = all.filter(({ of }) => rounds.every((round) => of(round) !== undefined));
  const rows = measured.map((figure) => {
    const [kafkajs, platformatic] = [middle('kafkajs', figure), middle('platformatic', figure)];
    return [figure.name, figure.text(kafkajs), figure.text(platformatic), ratio(platformatic, kafkajs)];
  });
  return {
    name: 'kafka-clients',
    title: 'Kafka clients side by side',
    sections: [
      {
        title: 'kafkajs and @platformatic/kafka',
        text: [
          `${records.toLocaleString('en')} records of the own corpus through RecordLog on one broker, 12 partitions, gzip; medians of ${count} rounds in turns; ${pinning}.`,
          ...(measured.length === all.length
            ? [
                'The broker is killed and started again 5 s later, with a broker session of 3 s; the times are from when it listens again.',
              ]
            : []),
        ],
        table: { headings: ['', 'kafkajs', 'platformatic', 'ratio'], rows },
      },
    ],
    targets: [],
  };
}
