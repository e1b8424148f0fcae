import {
  jsonObject,
  startVendorReceiver,
  type VendorAnswer,
  type VendorReceiver,
  type VendorRequest,
} from './vendor-receiver.js';

/** An incident as PagerDuty keeps it. */
export interface Incident {
  readonly dedupKey: string;
  readonly state: 'triggered' | 'acknowledged' | 'resolved';
  readonly summary: string;
  readonly severity: string;
  /** Events that were grouped under it. */
  readonly events: number;
}

export interface PagerDutyReceiver extends VendorReceiver {
  readonly url: string;
  /** By dedup key, in the order they were triggered; one that was resolved stays. */
  readonly incidents: readonly Incident[];
}

const path = '/v2/enqueue';
const maxBodyBytes = 512 * 1024;

/**
 * PagerDuty's Events API v2, refusing what it refuses (https://developer.pagerduty.com/docs/events-api-v2/trigger-events/)
 * and dropping silently what it drops: acknowledging or resolving what is not open.
 */
export async function startPagerDutyReceiver(routingKey: string): Promise<PagerDutyReceiver> {
  const incidents = new Map<string, Incident>();

  function judge({ method, path: asked, headers, body }: VendorRequest): VendorAnswer {
    if (method !== 'POST' || asked !== path) return invalid(404, 'Not Found');
    if (headers['content-type'] !== 'application/json') return invalid(400, 'content type');
    if (Buffer.byteLength(body) > maxBodyBytes) return invalid(413, 'too large');
    const event = jsonObject(body);
    if (!event) return invalid(400, 'no JSON');
    const objection = eventObjection(event, routingKey);
    if (objection !== undefined) return invalid(400, objection);
    apply(event);
    const dedupKey = event.dedup_key;
    return json(202, { status: 'success', message: 'Event processed', dedup_key: dedupKey });
  }

  function apply({ event_action: action, dedup_key: key, payload }: Json): void {
    const dedupKey = String(key);
    const open = incidents.get(dedupKey);
    const isOpen = open !== undefined && open.state !== 'resolved';
    if (action === 'trigger') {
      const { summary, severity } = payload as { summary: string; severity: string };
      const state = isOpen ? open.state : 'triggered';
      incidents.set(dedupKey, { dedupKey, state, summary, severity, events: (isOpen ? open.events : 0) + 1 });
    } else if (isOpen) incidents.set(dedupKey, { ...open, state: action === 'resolve' ? 'resolved' : 'acknowledged' });
  }

  const receiver = await startVendorReceiver(judge);
  return {
    ...receiver,
    url: `${receiver.origin}${path}`,
    get incidents() {
      return [...incidents.values()];
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

/** Why PagerDuty refuses the event. */
export function eventObjection(event: Json, routingKey: string): string | undefined {
  const { event_action: action, dedup_key: key, payload, links, images, client, client_url: clientUrl } = event;
  if (event.routing_key !== routingKey) return 'routing_key is invalid';
  if (action !== 'trigger' && action !== 'acknowledge' && action !== 'resolve') return 'event_action';
  if (key !== undefined && (typeof key !== 'string' || key.length > 255)) return 'dedup_key is longer than 255';
  if (action !== 'trigger') return key === undefined || key === '' ? 'dedup_key is missing' : undefined;
  if (client !== undefined && typeof client !== 'string') return 'client';
  if (clientUrl !== undefined && !isUrl(clientUrl)) return 'client_url';
  if (images !== undefined) return 'images';
  if (links !== undefined && !(Array.isArray(links) && links.every(isLink))) return 'links';
  return payloadObjection(payload);
}

function payloadObjection(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) return 'payload is missing';
  const { summary, source, severity, timestamp, custom_details: details, ...words } = payload as Json;
  if (typeof summary !== 'string' || summary === '') return 'summary is missing';
  if ([...summary].length > 1_024) return 'summary is longer than 1024';
  if (typeof source !== 'string' || source === '') return 'source is missing';
  if (!['critical', 'error', 'warning', 'info'].includes(String(severity))) return 'severity';
  const isTime =
    typeof timestamp === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(timestamp);
  if (timestamp !== undefined && !isTime) return 'timestamp';
  if (details !== undefined && (typeof details !== 'object' || details === null)) return 'custom_details';
  const { component, group, class: kind, ...more } = words;
  if ([component, group, kind].some((word) => word !== undefined && typeof word !== 'string')) return 'a word';
  return Object.keys(more).length > 0 ? `unknown members ${Object.keys(more).join(', ')}` : undefined;
}

function isLink(link: unknown): boolean {
  return typeof link === 'object' && link !== null && 'href' in link && isUrl(link.href);
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value);
}

function invalid(status: number, objection: string): VendorAnswer {
  const said = { status: 'invalid event', message: 'Event object is invalid', errors: [objection] };
  return { ...json(status, said), objection };
}

function json(status: number, body: object): VendorAnswer {
  return { status, body: JSON.stringify(body), contentType: 'application/json' };
}
