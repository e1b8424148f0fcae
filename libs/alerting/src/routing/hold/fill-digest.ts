import { type Alert, compareSeverity, type Digest, type DigestLine, maxDigestLines } from '@trailhound/contracts';
import { redactAlert } from '../../redaction/redact-alert.js';
import { shortenText } from '../../text/shorten.js';

const maxTextChars = 200;
const maxRules = 10;

/** What a digest says of an alert. */
export function digestLine(given: Alert): DigestLine {
  const { id: alertId, severity, rule, title, account, firedAt, firstEventTime: eventTime } = redactAlert(given);
  return { alertId, severity, firedAt, eventTime, account, rule: shorten(rule), title: shorten(title) };
}

/** The digest with the alerts it tells, the most severe first and the oldest of those first. */
export function fillDigest(digest: Digest, lines: readonly DigestLine[]): Digest {
  const sorted = [...lines].sort(
    (a, b) => compareSeverity(a.severity, b.severity) || order(a.firedAt, b.firedAt) || order(a.alertId, b.alertId),
  );
  const [eventsFrom] = lines.flatMap(({ eventTime }) => eventTime ?? []).sort(order);
  return {
    ...digest,
    count: sorted.length,
    ...(eventsFrom !== undefined && { eventsFrom }),
    severity: sorted[0]?.severity ?? 'info',
    severities: counted(sorted.map(({ severity }) => severity)),
    rules: counted(sorted.map(({ rule }) => rule))
      .sort((a, b) => b.count - a.count)
      .slice(0, maxRules),
    alerts: sorted.slice(0, maxDigestLines),
  };
}

/** Values with how often they come, in the order they come first. */
function counted(values: readonly string[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count }));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function shorten(text: string): string {
  return shortenText(text, maxTextChars);
}
