import type { Alert, AlertState, Digest, Notice } from '@trailhound/contracts';
import ipaddr from 'ipaddr.js';
import { digestContent } from '../../content/digest-content.js';
import { escalationLead } from '../../content/escalation-lead.js';
import { consoleLinks } from '../../content/links.js';
import { repetitionLead } from '../../content/repetition-lead.js';
import { severityNames } from '../../content/severity-map.js';
import { stepLead } from '../../content/step-content.js';
import { redactAlert } from '../../redaction/redact-alert.js';
import { shortenText, shortenValue } from '../../text/shorten.js';

/** The release of https://schema.ocsf.io the findings are written for. */
export const ocsfVersion = '1.8.0';

const classUid = 2004;
/** `activity_id` and `status_id` of class Detection Finding. */
const activities = { create: 1, update: 2, close: 3, other: 99 } as const;
const statuses: Readonly<Record<AlertState, number>> = { open: 1, acknowledged: 2, closed: 4 };
const maxTextChars = 500;
const maxListed = 20;
/** Of `ip_t`. */
const maxAddressChars = 40;

/** JSON of an event of OCSF. */
export type OcsfEvent = Readonly<Record<string, unknown>>;

/**
 * A notice as an OCSF Detection Finding, secrets masked, texts and lists bounded. Whoever reads the alert's record finds
 * it under `evidences`. A heartbeat is a finding of activity Other, for the format has nothing that says "all is well".
 */
export function ocsfFinding(notice: Notice, productVersion: string, consoleUrl?: string): OcsfEvent {
  switch (notice.notice) {
    case 'fired':
      return finding(notice.alert, { activity: activities.create, status: 1, consoleUrl, productVersion });
    case 'test': {
      const event = finding(notice.alert, { activity: activities.create, status: 1, consoleUrl, productVersion });
      return { ...event, is_alert: false, comment: 'a trial: nothing happened' };
    }
    case 'changed': {
      const { state, by, note, at } = notice.change;
      const activity = state === 'closed' ? activities.close : activities.update;
      const event = finding(notice.alert, { activity, status: statuses[state], consoleUrl, productVersion });
      const said = note === undefined ? `${state} by ${by}` : `${state} by ${by}: ${note}`;
      return { ...event, time: Date.parse(at), comment: shortenText(said, maxTextChars) };
    }
    case 'escalated': {
      const event = finding(notice.alert, { activity: activities.create, status: 1, consoleUrl, productVersion });
      return { ...event, comment: shortenText(escalationLead(notice.escalation), maxTextChars) };
    }
    case 'step': {
      const event = finding(notice.alert, { activity: activities.update, status: 1, consoleUrl, productVersion });
      return { ...event, comment: shortenText(stepLead(notice.step), maxTextChars) };
    }
    case 'repeated': {
      const event = finding(notice.alert, { activity: activities.update, status: 1, consoleUrl, productVersion });
      return { ...event, comment: repetitionLead(notice.repetition) };
    }
    case 'digest':
      return digestFinding(notice.digest, productVersion, consoleUrl);
    case 'heartbeat': {
      const { route, at } = notice.heartbeat;
      const title = `Trailhound is alive: ${route}`;
      return {
        ...classOf(activities.other),
        ...{ activity_name: 'Heartbeat', severity_id: 1, is_alert: false, time: Date.parse(at), message: title },
        metadata: metadataOf(productVersion),
        finding_info: { uid: `heartbeat-${route}`, title },
        cloud: { provider: 'AWS' },
      };
    }
    default:
      return notice satisfies never;
  }
}

interface FindingFacts {
  readonly activity: number;
  readonly status: number;
  readonly consoleUrl: string | undefined;
  readonly productVersion: string;
}

function finding(given: Alert, { activity, status, consoleUrl, productVersion }: FindingFacts): OcsfEvent {
  const alert = redactAlert(given);
  const { id, title, description, severity, count, why, reference } = alert;
  const page = consoleLinks(consoleUrl, alert).alert;
  const times = [alert.firstEventTime, alert.lastEventTime].map((text) => Date.parse(text));
  const [start, end] = times;
  return {
    ...classOf(activity),
    severity_id: severityNames[severity].ocsf,
    status_id: status,
    is_alert: true,
    time: Date.parse(alert.firedAt),
    ...(start !== undefined && Number.isFinite(start) && { start_time: start }),
    ...(end !== undefined && Number.isFinite(end) && { end_time: end }),
    count,
    message: shortenText(title, maxTextChars),
    metadata: metadataOf(productVersion),
    finding_info: {
      uid: id,
      title: shortenText(title, maxTextChars),
      desc: shortenText([description, ...why].filter((text) => text !== undefined).join('\n'), 2_000),
      ...(page !== undefined && { src_url: page }),
      analytic: { uid: alert.rule, name: alert.ruleTitle, type_id: 1, version: alert.revision },
      attacks: attacksOf(alert),
    },
    ...(reference !== undefined && { remediation: { desc: alert.runbook ?? reference, references: [reference] } }),
    cloud: {
      provider: 'AWS',
      ...(alert.account !== null && { account: { uid: alert.account, type_id: 10 } }),
      ...(alert.region !== null && { region: alert.region }),
    },
    evidences: [evidenceOf(alert)],
    resources: resourcesOf(alert),
  };
}

/** One finding of several alerts, each of which is a line of its description. */
function digestFinding(digest: Digest, productVersion: string, consoleUrl: string | undefined): OcsfEvent {
  const { title, links, listed } = digestContent(digest, consoleUrl);
  const lines = listed?.alerts.map(({ name, value }) => `${name} ${value}`) ?? [];
  const page = links[0]?.href;
  return {
    ...classOf(activities.create),
    ...{ severity_id: severityNames[digest.severity].ocsf, status_id: 1, is_alert: true, count: digest.count },
    ...{ time: Date.parse(digest.until), start_time: Date.parse(digest.from), end_time: Date.parse(digest.until) },
    message: shortenText(title, maxTextChars),
    metadata: metadataOf(productVersion),
    finding_info: {
      uid: digest.id,
      title: shortenText(title, maxTextChars),
      desc: shortenText(lines.join('\n'), 2_000),
      ...(page !== undefined && { src_url: page }),
    },
    cloud: { provider: 'AWS' },
  };
}

function classOf(activity: number) {
  return { category_uid: 2, class_uid: classUid, activity_id: activity, type_uid: classUid * 100 + activity };
}

function metadataOf(productVersion: string) {
  // `cloud` is an attribute of this profile.
  return {
    version: ocsfVersion,
    profiles: ['cloud'],
    product: { name: 'Trailhound', vendor_name: 'Trailhound', version: productVersion },
  };
}

/** ATT&CK techniques the rule names: `T1078`, `T1078.004`. */
function attacksOf({ frameworks, tags }: Alert): readonly unknown[] {
  const named = [...(frameworks['mitre-attack'] ?? []), ...(frameworks['MITRE ATT&CK'] ?? []), ...tags];
  const ids = new Set(named.flatMap((text) => /\bT\d{4}(\.\d{3})?\b/i.exec(text)?.[0]?.toUpperCase() ?? []));
  return [...ids].slice(0, maxListed).map((uid) => ({ technique: { uid }, version: '17.1' }));
}

function evidenceOf(alert: Alert) {
  const { actor, eventName, eventSource, errorCode, sourceIPAddress, userAgent } = alert;
  return {
    api: {
      operation: text(eventName ?? 'unknown'),
      ...(eventSource !== null && { service: { name: text(eventSource) } }),
      response: errorCode === null ? { code: 0 } : { error: text(errorCode) },
    },
    actor: {
      user: {
        name: text(actor.name),
        ...(actor.arn !== undefined && { uid: text(actor.arn) }),
        ...(actor.type !== undefined && { type: text(actor.type), type_id: 99 }),
        ...(actor.accountId !== undefined && { account: { uid: text(actor.accountId), type_id: 10 } }),
      },
    },
    ...(sourceIPAddress !== null && {
      src_endpoint: isAddress(sourceIPAddress) ? { ip: sourceIPAddress } : { name: text(sourceIPAddress) },
    }),
    ...(userAgent !== null && { http_request: { user_agent: text(userAgent) } }),
    data: shortenValue(
      { group: alert.group, fields: alert.fields, records: alert.records },
      { maxChars: 200, maxItems: maxListed, maxDepth: 4 },
    ),
  };
}

/** OCSF takes nothing else as an address; CloudTrail also writes names of AWS services there, and an attacker anything. */
function isAddress(text: string): boolean {
  const isNamed = text.length > maxAddressChars || text.includes('%');
  return !isNamed && (ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text));
}

function resourcesOf({ account, actor, region }: Alert): readonly unknown[] {
  const uid = actor.arn ?? account;
  return uid === null || uid === undefined
    ? []
    : [{ uid: text(uid), type: 'AWS identity', ...(region !== null && { region }) }];
}

function text(value: string): string {
  return shortenText(value, maxTextChars);
}
