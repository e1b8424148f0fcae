import type { ProcessCost } from '../kit/measured-process.js';
import { median } from '../kit/median.js';
import type { Report, Target } from '../kit/report.js';
import { ratio } from '../kit/table.js';

export const programs = ['nothing', 'parse', 'scan', 'inflate', 'scan-gzip'] as const;
export type Program = (typeof programs)[number];

/** Median costs of each program. */
export type Costs = Readonly<Record<Program, ProcessCost>>;

export function medianCost(runs: readonly ProcessCost[]): ProcessCost {
  return {
    wallSeconds: median(runs.map((run) => run.wallSeconds)),
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
    peakMemoryMiB: median(runs.map((run) => run.peakMemoryMiB)),
  };
}

/** What the corpus of a scan was. */
export interface ScanInput {
  readonly megabytes: number;
  readonly records: number;
  readonly rules: number;
  readonly matches: number;
  readonly rounds: number;
}

/** What zlib alone adds to a process. */
function inflating(costs: Costs): number {
  return Math.max(0, costs.inflate.wallSeconds - costs.nothing.wallSeconds);
}

export function scanReport(costs: Costs, input: ScanInput): Report {
  const of = costs.parse;
  const row = (title: string, cost: ProcessCost): string[] => [
    title,
    ratio(cost.wallSeconds, of.wallSeconds),
    ratio(cost.cpuSeconds, of.cpuSeconds),
    ratio(cost.peakMemoryMiB, of.peakMemoryMiB),
  ];
  return {
    name: 'scan',
    title: 'Scanning files',
    sections: [
      {
        title: 'Whole processes',
        text: [
          `\`trailhound scan --matches\` over ${input.megabytes} MB of JSON lines (${input.records.toLocaleString('en')} records) with ` +
            `${input.rules} Sigma rules and ${input.matches.toLocaleString('en')} matches, from the start of the process to its end, ` +
            'as a multiple of a Node process that reads the same file whole, splits it and parses every line. ' +
            `Medians of ${input.rounds} rounds in turns.`,
        ],
        table: {
          headings: ['process', 'time', 'CPU time', 'peak memory'],
          rows: [
            row('reads, splits and parses', costs.parse),
            row('trailhound scan --matches', costs.scan),
            row('trailhound scan --matches, gzip', costs['scan-gzip']),
            row('unpacks the gzip file, nothing else', costs.inflate),
            row('starts Node, nothing else', costs.nothing),
          ],
        },
      },
    ],
    targets: scanTargets(costs),
  };
}

export function scanTargets(costs: Costs): Target[] {
  const plain = costs.scan.wallSeconds / costs.parse.wallSeconds;
  const added = costs['scan-gzip'].wallSeconds - costs.scan.wallSeconds;
  return [
    {
      what: 'scan in the time of reading and parsing',
      wanted: 'at most 1',
      measured: plain.toFixed(2),
      isMet: plain <= 1,
    },
    {
      what: "what gzip adds in zlib's own time",
      wanted: 'at most 1',
      measured: (added / inflating(costs)).toFixed(2),
      isMet: added <= inflating(costs),
    },
  ];
}
