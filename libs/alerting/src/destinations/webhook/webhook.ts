import { httpOutcome } from '../../delivery/outcome.js';
import { checkUrl } from '../../network/check-url.js';
import { attemptTimeoutMs } from '../channel.js';
import { defineDestination } from '../destination-kind.js';
import { renderWebhook } from './render.js';
import { WebhookSettings } from './settings.js';
import { createSigner } from './signature.js';

const encoder = new TextEncoder();

/** A signed JSON message to any HTTPS endpoint, by the Standard Webhooks specification. */
export const webhook = defineDestination<WebhookSettings>({
  name: 'webhook',
  settings: WebhookSettings,
  secrets: ({ secretFile, secret }) => [
    ...list(secretFile).map((path) => ({ kind: 'file', key: 'secretFile', path }) as const),
    ...list(secret).map((value) => ({ kind: 'value', key: 'secret', value }) as const),
  ],
  open({ url }, secrets, policy) {
    const checked = checkUrl(url, policy);
    const signer = createSigner(secrets);
    if (!checked.ok || !signer.ok) {
      return { ok: false, problems: [checked, signer].flatMap((part) => (part.ok ? [] : part.problems)) };
    }
    const { href, origin } = checked.value;
    return {
      ok: true,
      value: {
        kind: 'webhook',
        target: origin,
        secrets: href === `${origin}/` ? secrets : [...secrets, href],
        outcome: httpOutcome,
        request({ deliveryId, alert, number, nowMs }) {
          const body = renderWebhook(alert);
          const headers = {
            'content-type': 'application/json',
            'user-agent': 'Trailhound',
            ...signer.value.headers(deliveryId, nowMs, body),
            'webhook-attempt': String(number),
          };
          return { url: href, method: 'POST', headers, body: encoder.encode(body), timeoutMs: attemptTimeoutMs };
        },
      },
    };
  },
});

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
