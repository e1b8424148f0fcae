import { type Alert, cutText, printable, type Severity } from '@trailhound/contracts';
import type { Style } from './style.js';

const labelWidth = 8;

/** How a severity is written: padded, so that a list of alerts can be read down its left edge. */
export function severityTag(severity: Severity, style: Style): string {
  const text = severity.toUpperCase().padEnd(8);
  switch (severity) {
    case 'critical':
      return style.bold(style.magenta(text));
    case 'high':
      return style.bold(style.red(text));
    case 'medium':
      return style.yellow(text);
    case 'low':
      return style.cyan(text);
    case 'info':
      return style.dim(text);
    default:
      return severity satisfies never;
  }
}

/** An alert as a person reads it in a terminal: title, then who, from where, which account, when, and why. */
export function alertCard(alert: Alert, style: Style, width = 100): string[] {
  const row = (label: string, text: string) => `  ${style.dim(label.padEnd(labelWidth))} ${text}`;
  const marks = [
    ...(alert.suppressedBy.length > 0
      ? [`suppressed: ${alert.suppressedBy.map(({ reason }) => reason).join('; ')}`]
      : []),
    ...(alert.audit ? ['audit'] : []),
    ...(alert.backfill ? ['backfill'] : []),
  ];
  const mark = marks.length > 0 ? ` ${style.dim(`[${fitted(marks.join(', '), width)}]`)}` : '';
  return [
    `${severityTag(alert.severity, style)} ${style.bold(fitted(alert.title, width))}${mark}`,
    row('who', fitted(who(alert), width)),
    row('from', fitted(from(alert), width)),
    row('account', printable([alert.account ?? 'unknown', alert.region].filter(Boolean).join(' · '))),
    row('when', printable(when(alert))),
    row('why', fitted(alert.why.join(' and '), width * 2)),
    row('rule', style.dim(fitted(alert.rule, width))),
  ];
}

function who({ actor }: Alert): string {
  const details = [actor.type, actor.role && `role ${actor.role}`].filter(Boolean).join(', ');
  return details === '' || details === actor.name ? actor.name : `${actor.name} (${details})`;
}

function from({ sourceIPAddress, userAgent }: Alert): string {
  return [sourceIPAddress ?? 'unknown address', userAgent].filter(Boolean).join(' · ');
}

function when({ firstEventTime, lastEventTime, count }: Alert): string {
  if (count === 1) return firstEventTime;
  return firstEventTime === lastEventTime
    ? `${firstEventTime} (${count} records)`
    : `${firstEventTime} to ${lastEventTime} (${count} records)`;
}

function fitted(text: string, width: number): string {
  return cutText(printable(text), width);
}
