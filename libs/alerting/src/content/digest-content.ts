import { type Digest, formatDuration } from '@trailhound/contracts';
import type { AlertContent } from './alert-content.js';
import type { Fact } from './fact.js';

const reasons: Readonly<Record<Digest['reason'], string>> = {
  grouped: 'the route gathers alerts that belong together',
  'quiet hours': 'they fired in quiet hours of the route',
  'rate limit': 'the route sends no more messages at once',
};

/** What people are told of several alerts at once, as of one. `baseUrl` is `console.baseUrl`. */
export function digestContent(digest: Digest, baseUrl: string | undefined): AlertContent {
  const { severity, reason, group, from, until, route, severities, rules, alerts, count } = digest;
  const facts: readonly Fact[] = [
    { name: 'When', value: `fired from ${from} until ${until}` },
    { name: 'Severities', value: severities.map(({ value, count: many }) => `${many} ${value}`).join(', ') },
    { name: 'Rules', value: rules.map(({ value, count: many }) => `${many} × ${value}`).join(', ') },
    { name: 'Why together', value: reasons[reason] },
    { name: 'Route', value: route },
  ];
  return {
    severity,
    title: titleOf(digest),
    facts: facts.filter(({ value }) => value !== ''),
    group: Object.entries(group).map(([name, value]) => ({ name, value: value ?? 'none' })),
    fields: [],
    known: [],
    why: [],
    listed: {
      alerts: alerts.map((alert) => ({
        name: `${alert.severity} · ${alert.firedAt}`,
        value: [alert.title, alert.account && `(${alert.account})`].filter((text) => text).join(' '),
      })),
      more: count - alerts.length,
    },
    links: linksOf(digest, baseUrl),
  };
}

/** `214 more alerts in 10m`: the number people look for comes first. */
function titleOf({ count, reason, from, until, group }: Digest): string {
  const time = formatDuration(Date.parse(until) - Date.parse(from));
  const values = Object.values(group).filter((value) => value !== null);
  const of = values.length > 0 ? ` of ${values.join(', ')}` : '';
  switch (reason) {
    case 'rate limit':
      return `${count} more alerts in ${time}${of}`;
    case 'grouped':
      return `${count} alerts in ${time}${of}`;
    case 'quiet hours':
      return `${count} alerts in quiet hours until ${until}${of}`;
    default:
      return reason satisfies never;
  }
}

/** The filter of `GET /api/alerts`, which goes by the time of the first event: that lies before an alert fires. */
function linksOf({ from, until, eventsFrom = from }: Digest, baseUrl: string | undefined): AlertContent['links'] {
  if (baseUrl === undefined) return [];
  const query = `from=${encodeURIComponent(eventsFrom)}&to=${encodeURIComponent(until)}`;
  return [{ text: 'Open', href: `${baseUrl.replace(/\/+$/, '')}/alerts?${query}` }];
}
