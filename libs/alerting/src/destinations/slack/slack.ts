import { canonicalJson, type Notice, parseDuration, sha256Hex } from '@trailhound/contracts';
import { checkUrl } from '../../network/check-url.js';
import { type Attempt, attemptTimeoutMs, type Channel, type HttpRequest } from '../channel.js';
import { defineDestination } from '../destination-kind.js';
import { secretSources } from '../secret-list.js';
import { postMessageOutcome, webhookOutcome } from './outcome.js';
import { renderSlack, type SlackForm, slackForms } from './render.js';
import { SlackSettings } from './settings.js';

const encoder = new TextEncoder();

/** One message a second and channel, short bursts tolerated (https://docs.slack.dev/apis/web-api/rate-limits). */
const pace = { perSecond: 1, burst: 3 };
/** The answer repeats the message. */
const maxAnswerBytes = 64 * 1024;

/** Messages in a Slack channel. */
export const slack = defineDestination<SlackSettings>({
  name: 'slack',
  settings: SlackSettings,
  secrets: ({ urlFile, url, tokenFile, token }) => [
    ...secretSources('url', urlFile, url),
    ...secretSources('token', tokenFile, token),
  ],
  open(settings, [secret = ''], { policy, consoleUrl }) {
    const isBot = settings.channel !== undefined;
    const checked = checkUrl(isBot ? `${settings.apiUrl.replace(/\/+$/, '')}/chat.postMessage` : secret, policy);
    if (!checked.ok) return checked;
    const { href, origin } = checked.value;
    const shared = { kind: 'slack', secrets: [secret], followsChanges: settings.changes, pace };
    const post = (body: object, headers: Readonly<Record<string, string>> = {}): HttpRequest => ({
      ...{ over: 'http', url: href, method: 'POST', timeoutMs: attemptTimeoutMs },
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Trailhound', ...headers },
      body: encoder.encode(JSON.stringify(body)),
    });
    if (!isBot) {
      const request = ({ notice, refusals }: Attempt) => post(renderSlack(notice, formAfter(refusals), consoleUrl));
      return { ok: true, value: { ...shared, target: origin, outcome: webhookOutcome, request } };
    }
    const threadForMs = parseDuration(settings.threadFor) ?? 0;
    const bot: Channel = {
      ...shared,
      target: `${origin} ${settings.channel}`,
      outcome: postMessageOutcome,
      ...(threadForMs > 0 && { thread: threadOf, threadForMs }),
      request({ notice, refusals, firstReceipt }) {
        const message = renderSlack(notice, formAfter(refusals), consoleUrl);
        // A thread that is gone is among what a refused message may have been refused for.
        const thread = firstReceipt === undefined || refusals > 0 ? {} : { thread_ts: firstReceipt };
        const request = post(
          { channel: settings.channel, ...message, ...thread },
          { authorization: `Bearer ${secret}` },
        );
        return { ...request, answerBytes: maxAnswerBytes };
      },
    };
    return { ok: true, value: bot };
  },
});

/** Ever simpler, so that what Slack refuses is said at last. */
function formAfter(refusals: number): SlackForm {
  return slackForms[Math.min(refusals, slackForms.length - 1)] ?? 'text';
}

/** Alerts of one rule and one group are one conversation, and so is what people do about them. */
function threadOf(notice: Notice): string | undefined {
  switch (notice.notice) {
    case 'fired':
    case 'changed':
    case 'escalated':
    case 'step':
    case 'repeated':
      return sha256Hex(canonicalJson([notice.alert.rule, notice.alert.group])).slice(0, 32);
    case 'test':
    case 'heartbeat':
    case 'digest':
      return undefined;
    default:
      return notice satisfies never;
  }
}
