import type { Severity } from '@trailhound/contracts';

/** What a severity is called elsewhere. */
export interface SeverityNames {
  /** `payload.severity` of https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
  readonly pagerduty: 'critical' | 'error' | 'warning' | 'info';
  /** `severity_id` of https://schema.ocsf.io: 1 Informational … 5 Critical. */
  readonly ocsf: 1 | 2 | 3 | 4 | 5;
  /** What stands before a title where there is no colour. */
  readonly emoji: string;
}

/** The one table from our severities to everybody else's. */
export const severityNames: Readonly<Record<Severity, SeverityNames>> = {
  critical: { pagerduty: 'critical', ocsf: 5, emoji: '🔴' },
  high: { pagerduty: 'error', ocsf: 4, emoji: '🟠' },
  medium: { pagerduty: 'warning', ocsf: 3, emoji: '🟡' },
  low: { pagerduty: 'warning', ocsf: 2, emoji: '🔵' },
  info: { pagerduty: 'info', ocsf: 1, emoji: '⚪' },
};
