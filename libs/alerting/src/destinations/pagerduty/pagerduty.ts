import type { Parsed } from '@trailhound/contracts';
import { type Answer, type DeliveryOutcome, httpOutcome } from '../../delivery/outcome.js';
import { checkUrl } from '../../network/check-url.js';
import { attemptTimeoutMs, type Channel } from '../channel.js';
import { defineDestination } from '../destination-kind.js';
import { secretSources } from '../secret-list.js';
import { renderPagerDuty } from './render.js';
import { eventsUrls, PagerDutySettings } from './settings.js';

const encoder = new TextEncoder();

/** Of an integration key of the Events API v2. */
const routingKeyPattern = /^[A-Za-z0-9]{32}$/;
/** What a 429 without Retry-After asks for: PagerDuty throttles by the minute. */
const throttledMs = 60_000;

/** Incidents in PagerDuty, acknowledged and resolved as people do so here. */
export const pagerduty = defineDestination<PagerDutySettings>({
  name: 'pagerduty',
  settings: PagerDutySettings,
  secrets: ({ routingKeyFile, routingKey }) => secretSources('routingKey', routingKeyFile, routingKey),
  open({ region, url, changes }, [routingKey = ''], { policy, consoleUrl }): Parsed<Channel> {
    const checked = checkUrl(url ?? eventsUrls[region], policy);
    if (!checked.ok) return checked;
    if (!routingKeyPattern.test(routingKey)) {
      const message = 'the routing key is not 32 letters and digits';
      const fix = 'copy the integration key of an Events API v2 integration of the service';
      return { ok: false, problems: [{ code: 'PAGERDUTY_KEY_INVALID', message, fix }] };
    }
    const { href, origin } = checked.value;
    return {
      ok: true,
      value: {
        ...{ kind: 'pagerduty', target: origin, secrets: [routingKey], followsChanges: changes },
        outcome: eventOutcome,
        request: ({ notice }) => ({
          ...{ over: 'http', url: href, method: 'POST', timeoutMs: attemptTimeoutMs },
          headers: { 'content-type': 'application/json', 'user-agent': 'Trailhound' },
          body: encoder.encode(JSON.stringify({ routing_key: routingKey, ...renderPagerDuty(notice, consoleUrl) })),
        }),
      },
    };
  },
});

/** 202 is success, 400 an event it can never take. */
function eventOutcome(answer: Answer): DeliveryOutcome {
  const outcome = httpOutcome(answer);
  if (answer.kind !== 'answered' || answer.retryAfterMs !== undefined) return outcome;
  return outcome.kind === 'retry' && outcome.reason === 'rate_limited' ? { ...outcome, afterMs: throttledMs } : outcome;
}
