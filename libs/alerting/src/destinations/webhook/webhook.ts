import { type Answer, type DeliveryOutcome, httpOutcome } from '../../delivery/outcome.js';
import { checkUrl } from '../../network/check-url.js';
import { type Attempt, attemptTimeoutMs } from '../channel.js';
import { defineDestination } from '../destination-kind.js';
import { formatBody } from '../formats/body-format.js';
import { noticeTimeMs } from '../formats/notice-time.js';
import { secretSources } from '../secret-list.js';
import { WebhookSettings } from './settings.js';
import { createSigner } from './signature.js';

const encoder = new TextEncoder();

/** What a receiver means by 401 or 403 it seldom says; these are the two reasons there are, and one is easily overlooked. */
const signatureHint = 'its secret is another, or its clock and ours differ by more than 5 minutes';

function webhookOutcome(answer: Answer): DeliveryOutcome {
  const outcome = httpOutcome(answer);
  if (outcome.kind !== 'refused' || outcome.reason !== 'auth_error') return outcome;
  return { ...outcome, message: `${outcome.message} (${signatureHint}: look at the secrets and the clocks)` };
}

/** A signed JSON message to any HTTPS endpoint, by the Standard Webhooks specification. */
export const webhook = defineDestination<WebhookSettings>({
  name: 'webhook',
  settings: WebhookSettings,
  secrets: ({ secretFile, secret }) => secretSources('secret', secretFile, secret),
  template: ({ template }) => template,
  open({ url, format, template, changes }, secrets, { policy, consoleUrl }) {
    const checked = checkUrl(url, policy);
    const signer = createSigner(secrets);
    if (!checked.ok || !signer.ok) {
      return { ok: false, problems: [checked, signer].flatMap((part) => (part.ok ? [] : part.problems)) };
    }
    const { href, origin } = checked.value;
    const standard = ({ notice, deliveryId }: Attempt) => formatBody(format, notice, deliveryId, consoleUrl);
    const signed = (
      { deliveryId, number, isReplay, nowMs }: Attempt,
      contentType: string,
      body: string,
      more: Readonly<Record<string, string>> = {},
    ) => ({
      ...({
        over: 'http',
        url: href,
        method: 'POST',
        body: encoder.encode(body),
        timeoutMs: attemptTimeoutMs,
      } as const),
      headers: {
        'content-type': contentType,
        'user-agent': 'Trailhound',
        ...signer.value.headers(deliveryId, nowMs, body),
        'webhook-attempt': String(number),
        ...(isReplay && { 'webhook-replay': 'true' }),
        ...more,
      },
    });
    return {
      ok: true,
      value: {
        kind: 'webhook',
        target: origin,
        secrets: href === `${origin}/` ? secrets : [...secrets, href],
        followsChanges: changes,
        outcome: webhookOutcome,
        ...(template !== undefined && {
          template: {
            expression: template,
            body: (attempt) => ({ json: JSON.stringify(standard(attempt).body), timeMs: noticeTimeMs(attempt.notice) }),
          },
        }),
        request(attempt) {
          const { shaped } = attempt;
          if (shaped?.kind === 'shaped') return signed(attempt, 'application/json', shaped.json);
          const { contentType, body } = standard(attempt);
          const said = shaped && { 'webhook-template': `failed; ${shaped.code}` };
          return signed(attempt, contentType, JSON.stringify(body), said);
        },
      },
    };
  },
});
