import type { Notice } from '@trailhound/contracts';
import { cloudEvent } from './cloudevents.js';
import { ocsfFinding } from './ocsf.js';
import { webhookBody } from './render-webhook.js';

/** How a destination of programs is told: our own body, a CloudEvent around the same data, or an OCSF finding. */
export const bodyFormats = ['trailhound', 'cloudevents', 'ocsf'] as const;
export type BodyFormat = (typeof bodyFormats)[number];

export interface FormattedBody {
  readonly contentType: string;
  readonly body: object;
}

/** Of the product, in OCSF's metadata. */
const productVersion = '1';

/** A notice in the format a destination asks for; `id` is the delivery's. */
export function formatBody(format: BodyFormat, notice: Notice, id: string, consoleUrl?: string): FormattedBody {
  switch (format) {
    case 'trailhound':
      return { contentType: 'application/json', body: webhookBody(notice, consoleUrl) };
    case 'cloudevents':
      return { contentType: 'application/cloudevents+json', body: cloudEvent(notice, id, consoleUrl) };
    case 'ocsf':
      return { contentType: 'application/json', body: ocsfFinding(notice, productVersion, consoleUrl) };
    default:
      return format satisfies never;
  }
}
