import type { Alert } from '@trailhound/contracts';
import { printable, severities } from '@trailhound/contracts';
import { severityTag } from '../terminal/alert-card.js';
import { counted } from '../terminal/counted.js';
import type { Style } from '../terminal/style.js';
import type { Verdict } from './verdict.js';

/** The end of the demo: how many alerts of which severity, which attacks were found, and what stayed silent. */
export function summaryLines(
  verdict: Verdict,
  alerts: readonly Alert[],
  records: number,
  seconds: number,
  style: Style,
): string[] {
  const found = verdict.attacks.filter(({ foundBy }) => foundBy.length > 0);
  const bySeverity = severities.flatMap((severity) => {
    const count = alerts.filter((alert) => alert.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severityTag(severity, style).trimEnd()}`];
  });
  return [
    style.bold(
      `${counted(records)} records, ${counted(alerts.length)} alerts in ${seconds.toFixed(1)} s: ${bySeverity.join(', ')}`,
    ),
    '',
    style.bold(`Attacks in the simulated account: ${found.length} of ${verdict.attacks.length} found`),
    ...verdict.attacks.map(({ attack, foundBy }) =>
      foundBy.length > 0
        ? `  ${style.green('found ')} ${attack.name} ${style.dim(`(${foundBy.join(', ')})`)}`
        : `  ${style.red('missed')} ${attack.name} ${style.dim(`(${attack.description})`)}`,
    ),
    '',
    verdict.falseAlarms.length === 0
      ? style.green('No alert on the ordinary activity of the company.')
      : style.red(
          `${verdict.falseAlarms.length} alerts on ordinary activity: ${printable([...new Set(verdict.falseAlarms.map(({ rule }) => rule))].join(', '))}`,
        ),
    `${verdict.silentRules.length} rules had nothing to say: ${style.dim(verdict.silentRules.join(', '))}`,
  ];
}
