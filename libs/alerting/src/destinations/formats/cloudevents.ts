import type { Notice } from '@trailhound/contracts';
import { webhookBody } from './render-webhook.js';
import { subjectOf } from './subject.js';
import type { WebhookBody } from './webhook-body.js';

/** An event of https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md in structured JSON. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The same for every attempt at the same notice, so that `source` and `id` name it once. */
  readonly id: string;
  readonly source: string;
  /** `trailhound.` and the type of the webhook's body. */
  readonly type: `trailhound.${WebhookBody['type']}`;
  /** The rule; the route of a heartbeat or a digest. */
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: WebhookBody['data'];
}

/** A notice as a CloudEvent. `id` is the delivery's; `source` is `console.baseUrl`, or a relative name without one. */
export function cloudEvent(notice: Notice, id: string, consoleUrl?: string): CloudEvent {
  const { type, timestamp, data } = webhookBody(notice, consoleUrl);
  return {
    specversion: '1.0',
    id,
    source: consoleUrl ?? '/trailhound',
    type: `trailhound.${type}`,
    subject: subjectOf(notice).name,
    time: timestamp,
    datacontenttype: 'application/json',
    data,
  };
}

/** The attributes as headers of a Kafka message in binary mode (kafka-protocol-binding, "Binary Content Mode"). */
export function cloudEventHeaders({
  data,
  datacontenttype,
  ...attributes
}: CloudEvent): Readonly<Record<string, string>> {
  const named = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value] as const);
  return { ...Object.fromEntries(named), 'content-type': datacontenttype };
}
