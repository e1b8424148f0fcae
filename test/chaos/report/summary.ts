import { chaosFaults } from '../faults/index.js';
import type { StoredRun } from './results.js';

/** One line a fault: in how many runs it was, what was lost and repeated in them, and how long recovery took. */
export function summaryTable(runs: readonly StoredRun[]): string {
  const rows = chaosFaults.flatMap(({ number, title }) => {
    const own = runs.filter(({ faults }) => faults.some(({ fault }) => fault === number));
    if (own.length === 0) return [];
    const sum = (of: 'alerts' | 'lost' | 'repeated' | 'resent') => own.reduce((total, run) => total + run[of], 0);
    const seconds = own.flatMap(({ faults }) =>
      faults.flatMap(({ fault, recoverySeconds }) =>
        fault === number && recoverySeconds !== null ? [recoverySeconds] : [],
      ),
    );
    const cells = [
      number,
      title,
      own.length,
      sum('alerts'),
      sum('lost'),
      sum('repeated'),
      sum('resent'),
      span(seconds),
    ];
    return [`| ${cells.join(' | ')} |`];
  });
  return [
    '| fault | what breaks | runs | alerts expected | lost | duplicated | sent again after a crash between answer and journal | recovery, seconds (median, most) |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function span(seconds: readonly number[]): string {
  if (seconds.length === 0) return 'all through the run';
  const sorted = seconds.toSorted((a, b) => a - b);
  return `${(sorted[sorted.length >> 1] ?? 0).toFixed(1)}, ${(sorted.at(-1) ?? 0).toFixed(1)}`;
}

/** The one line that says it all, for people and for grep. */
export function summaryLine(asked: string, runs: readonly StoredRun[], notRun: number): string {
  const sum = (of: 'alerts' | 'lost' | 'repeated' | 'resent') => runs.reduce((total, run) => total + run[of], 0);
  const bad = runs.filter(({ problems }) => problems.length > 0).map(({ seed }) => seed);
  const isGood = bad.length === 0 && notRun === 0 && runs.length > 0;
  const facts = [
    `faults ${asked}`,
    `runs ${runs.length}`,
    `alerts ${sum('alerts')}`,
    `lost ${sum('lost')}`,
    `duplicated ${sum('repeated')}`,
    `resent ${sum('resent')}`,
    ...(bad.length > 0 ? [`bad seeds ${bad.join(',')}`] : []),
    ...(notRun > 0 ? [`not run ${notRun}`] : []),
  ];
  return `${isGood ? 'ALL-ALERTS-DELIVERED' : 'CHAOS-FAILED'} ${facts.join('; ')}`;
}
