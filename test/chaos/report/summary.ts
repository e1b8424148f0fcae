import { chaosFaults } from '../faults/index.js';
import { recoverWithinMs } from '../run/schedule.js';
import type { StoredRun } from './results.js';

/** One line a fault: in how many runs it was, what was lost and repeated in them, and how long recovery took. */
export function summaryTable(runs: readonly StoredRun[]): string {
  const rows = chaosFaults.flatMap(({ number, title, inject }) => {
    const own = runs.filter(({ faults }) => faults.some(({ fault }) => fault === number));
    if (own.length === 0) return [];
    const sum = (of: 'alerts' | 'lost' | 'repeated' | 'resent') => own.reduce((total, run) => total + run[of], 0);
    const recovered = own.flatMap(({ faults }) => faults.filter(({ fault }) => fault === number));
    const seconds = recovered.flatMap(({ recoverySeconds }) => recoverySeconds ?? []);
    const cells = [
      number,
      title,
      own.length,
      sum('alerts'),
      sum('lost'),
      sum('repeated'),
      sum('resent'),
      inject === undefined ? 'all through the run' : span(seconds, recovered.length),
    ];
    return [`| ${cells.join(' | ')} |`];
  });
  return [
    '| fault | what breaks | runs | alerts expected | lost | duplicated | sent again after a crash between answer and journal | recovery, seconds (median, most) |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** Where nothing new flowed for so long, nothing was left to come: what was due is checked at the end of every run. */
function span(seconds: readonly number[], times: number): string {
  const unseen = times - seconds.length;
  const quiet = unseen === 0 ? [] : [`nothing new within ${recoverWithinMs / 1_000} s in ${unseen} of ${times}`];
  const sorted = seconds.toSorted((a, b) => a - b);
  const [median, most] = [sorted[sorted.length >> 1], sorted.at(-1)];
  const seen = median === undefined || most === undefined ? [] : [`${median.toFixed(1)}, ${most.toFixed(1)}`];
  return [...seen, ...quiet].join('; ');
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
