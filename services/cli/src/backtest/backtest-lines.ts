import type { BacktestReport } from '@trailhound/matcher/offline';
import { alertCard } from '../terminal/alert-card.js';
import { counted } from '../terminal/counted.js';
import type { Style } from '../terminal/style.js';
import { tableLines } from '../terminal/table.js';

const bars = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const maxSparkWidth = 60;
/** Rules whose first alert is shown in full. */
const shownSamples = 3;

/** A report as a person reads it in a terminal. */
export function backtestLines(report: BacktestReport, style: Style, columns?: number): readonly string[] {
  const { rules, noisiest, suppressions, days } = report;
  const loud = rules.filter(({ alerts, muted }) => alerts + muted > 0);
  const silent = rules.length - loud.length;
  const heading = (text: string) => ['', style.bold(text)];
  const span = days.length > 0 ? `${days[0]} to ${days.at(-1)}, UTC` : 'no alerts';
  return [
    style.bold(`Alerts by rule and day (${span})`),
    ...tableLines(
      ['RULE', 'SEVERITY', 'ALERTS', 'A DAY', 'MOST', 'MUTED', 'ERRORS', 'BY DAY'].map((name) => ({
        heading: name,
        ...(name === 'RULE' && { maxWidth: 50 }),
      })),
      loud.map(({ id, severity, alerts, muted, errors, perDay }) => [
        ...[id, severity, counted(alerts), (alerts / Math.max(1, days.length)).toFixed(1)],
        ...[counted(Math.max(0, ...perDay.map((day) => day.alerts))), counted(muted), counted(errors)],
        sparkline(perDay.map((day) => day.alerts)),
      ]),
    ),
    ...(silent > 0 ? [style.dim(`${counted(silent)} more rules raised nothing`)] : []),
    ...(noisiest.length > 0
      ? [
          ...heading('Noisiest groups'),
          ...tableLines(
            [{ heading: 'ALERTS' }, { heading: 'RULE', maxWidth: 50 }, { heading: 'GROUP', maxWidth: 80 }],
            noisiest.map(({ alerts, rule, group }) => [counted(alerts), rule, group]),
          ),
        ]
      : []),
    ...(suppressions.length > 0
      ? [
          ...heading('Muted by suppressions'),
          ...tableLines(
            [
              { heading: 'ALERTS' },
              { heading: 'SUPPRESSION' },
              { heading: 'OWNER' },
              { heading: 'REASON', maxWidth: 60 },
            ],
            suppressions.map(({ alerts, id, owner, reason }) => [counted(alerts), id, owner, reason]),
          ),
        ]
      : []),
    ...loud
      .flatMap(({ samples }) => samples.slice(0, 1))
      .slice(0, shownSamples)
      .flatMap((alert, at) => [...(at === 0 ? heading('Samples') : ['']), ...alertCard(alert, style, columns)]),
  ];
}

/** One character a day, or a few days where there are many. */
function sparkline(counts: readonly number[]): string {
  const size = Math.ceil(counts.length / maxSparkWidth);
  const cells: number[] = [];
  for (let at = 0; at < counts.length; at += size) {
    cells.push(counts.slice(at, at + size).reduce((sum, count) => sum + count, 0));
  }
  const most = Math.max(1, ...cells);
  return cells.map((count) => bars[Math.ceil((count / most) * (bars.length - 1))] ?? ' ').join('');
}
