import type { KafkaClientName } from '@trailhound/adapter-kafka';
import type { Report, Target } from '../kit/report.js';
import { rate, ratio } from '../kit/table.js';
import type { CollectorRates } from './measure-collector.js';
import type { Latency } from './measure-latency.js';
import { copies, type MatcherRates } from './measure-matcher.js';

/** All that was measured with one client of Kafka. */
export interface ClientResult {
  readonly client: KafkaClientName;
  readonly named: MatcherRates;
  readonly bare: MatcherRates;
  readonly collector: CollectorRates;
  readonly latency: Latency;
}

const matcherShare = 0.8;
const collectorLeast = 30_000;

export function streamReport(
  results: readonly ClientResult[],
  { records, rounds, pinning }: { readonly records: number; readonly rounds: number; readonly pinning: string },
): Report {
  return {
    name: 'stream',
    title: 'The stream around the engine',
    sections: [
      {
        title: 'Against clients that do nothing',
        text: [
          `${records.toLocaleString('en')} records on a real Kafka with four partitions, the matcher's topic with ${copies} copies of each. The matcher has 1,000 rules on calls that ` +
            'change something; it is held against a consumer of the same client on the same topic that looks at nothing, the ' +
            'collector, which reads gzip files, against a producer of the same client that sends what it has in memory. ' +
            `Each process ${pinning}; between 25 % and 95 % of the records; medians of ${rounds} rounds in turns.`,
        ],
        table: {
          headings: ['client', 'service', 'records/s', 'client alone', 'share', 'matches a record', 'peak memory'],
          rows: results.flatMap(({ client, named, bare, collector }) => [
            row(client, 'matcher', named.matcher, named),
            row(client, 'matcher, no names in headers', bare.matcher, bare),
            row(client, 'collector', collector.collector, collector),
          ]),
        },
      },
      {
        title: 'From producer to webhook',
        text: [
          'Records sent evenly at half of the highest rate that both the matcher and the producer reached; the time from the ' +
            "producer's call to the arrival of the alert at the receiver of the webhook. Nothing is pinned.",
        ],
        table: {
          headings: [
            'client',
            'records/s',
            'alerts',
            'half arrive within',
            '99 % arrive within',
            "notifier's peak memory",
          ],
          rows: results.map(({ client, latency }) => [
            client,
            rate(latency.recordsPerSecond),
            String(latency.alerts),
            `${Math.round(latency.p50Ms)} ms`,
            `${Math.round(latency.p99Ms)} ms`,
            memory(latency.notifierMemoryMiB),
          ]),
        },
      },
    ],
    targets: streamTargets(results),
  };
}

function row(
  client: string,
  service: string,
  speed: number,
  {
    noop,
    memoryMiB,
    matchRate,
  }: { readonly noop: number; readonly memoryMiB: number | undefined; readonly matchRate?: number },
): string[] {
  const matches = matchRate === undefined ? '–' : `${(matchRate * 100).toPrecision(2)} %`;
  return [client, service, rate(speed), rate(noop), ratio(speed, noop), matches, memory(memoryMiB)];
}

function memory(mebibytes: number | undefined): string {
  return mebibytes === undefined ? '–' : `${mebibytes} MiB`;
}

export function streamTargets(results: readonly Pick<ClientResult, 'client' | 'named' | 'collector'>[]): Target[] {
  return results.flatMap(({ client, named, collector }): Target[] => {
    const least = Math.min(collectorLeast, collector.noop);
    return [
      {
        what: `matcher's share of a ${client} consumer's rate`,
        wanted: `at least ${matcherShare}`,
        measured: ratio(named.matcher, named.noop),
        isMet: named.matcher >= named.noop * matcherShare,
      },
      {
        what: `collector on ${client}, records/s`,
        wanted: `at least ${rate(least)}`,
        measured: rate(collector.collector),
        isMet: collector.collector >= least,
      },
    ];
  });
}
