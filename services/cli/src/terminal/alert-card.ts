import { type Alert, actionLines, cutText, formatDuration, printable, type Severity } from '@trailhound/contracts';
import type { Style } from './style.js';
import { wrapText } from './wrap-text.js';

const labelWidth = 8;
const severityWidth = 8;
const defaultColumns = 110;
/** Lines of reasons shown; a rule with more is better read in its file. */
const maxWhyLines = 4;

/** How a severity is written: padded, so that a list of alerts can be read down its left edge. */
export function severityTag(severity: Severity, style: Style): string {
  const text = severity.toUpperCase().padEnd(severityWidth);
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

/**
 * An alert as a person reads it in a terminal: title, then who, from where, which account, when, and why. Every text in
 * it was written by a stranger and is made printable; lines fit `columns` characters.
 */
export function alertCard(alert: Alert, style: Style, columns = defaultColumns): string[] {
  const width = Math.max(40, columns - labelWidth - 3);
  const rows = (label: string, lines: readonly string[]) =>
    lines.map((line, at) => `  ${style.dim((at === 0 ? label : '').padEnd(labelWidth))} ${line}`);
  const row = (label: string, text: string) => rows(label, [fitted(text, width)]);
  const { threshold } = alert;
  return [
    `${severityTag(alert.severity, style)} ${style.bold(fitted(alert.title, Math.max(40, columns - severityWidth - 1)))}`,
    ...marks(alert).flatMap((mark) => rows('', [style.dim(fitted(mark, width))])),
    ...row('who', who(alert)),
    ...row('from', from(alert)),
    ...row('account', [alert.account ?? 'unknown', alert.region].filter(Boolean).join(' · ')),
    ...row('when', when(alert)),
    ...(threshold ? row('counted', counting(alert, threshold)) : []),
    ...rows('why', wrapText(printable(alert.why.join(' and ')), width, maxWhyLines)),
    ...rows(
      'then',
      actionLines(alert.actions).map((line) => fitted(line, width)),
    ),
    ...rows('rule', [style.dim(fitted(alert.rule, width))]),
  ];
}

function marks({ suppressedBy, audit, backfill }: Alert): string[] {
  return [
    ...suppressedBy.map(({ reason, owner, until }) => {
      const end = until === undefined ? '' : `, until ${until}`;
      return `suppressed: ${reason} (${owner}${end})`;
    }),
    ...(audit ? ['audit: recorded, notifies nobody'] : []),
    ...(backfill ? ['backfill'] : []),
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

/** `5 different requestParameters.instanceId within 10m, user alice`. */
function counting({ group }: Alert, { count, distinct, withinSeconds }: NonNullable<Alert['threshold']>): string {
  const what = distinct === undefined ? `${count} records` : `${count} different ${distinct}`;
  const by = Object.entries(group).map(([field, value]) => `${field} ${value ?? '<missing>'}`);
  return [`${what} within ${formatDuration(withinSeconds * 1000)}`, ...by].join(', ');
}

function fitted(text: string, width: number): string {
  return cutText(printable(text), width);
}
