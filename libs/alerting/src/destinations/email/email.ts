import type { Problem } from '@trailhound/contracts';
import ipaddr from 'ipaddr.js';
import { type Answer, type DeliveryOutcome, httpOutcome } from '../../delivery/outcome.js';
import { attemptTimeoutMs, type MailServer } from '../channel.js';
import { defineDestination } from '../destination-kind.js';
import { secretSources } from '../secret-list.js';
import { renderMail } from './render.js';
import { EmailSettings } from './settings.js';

/** Mail servers take their time; the greeting alone may. */
const mailTimeoutMs = 3 * attemptTimeoutMs;

/** Mail through a server of yours. */
export const email = defineDestination<EmailSettings>({
  name: 'email',
  settings: EmailSettings,
  secrets: ({ passwordFile, password }) => secretSources('password', passwordFile, password),
  open({ host, port, tls, username, from, to, changes }, [password], { policy, consoleUrl }) {
    const endpoint = { secure: tls !== 'none', port, service: 'mail' } as const;
    if (ipaddr.isValid(host)) {
      const verdict = policy.judge(host, endpoint);
      if (!verdict.ok) return { ok: false, problems: [refused(verdict.reason)] };
    } else if (tls === 'none' && !policy.allowsAny) {
      return { ok: false, problems: [refused('tls is none, and network.allow names no address')] };
    }
    const server: MailServer = {
      ...{ host, port, tls },
      ...(username !== undefined && password !== undefined && { username, password }),
    };
    const sender = from.replace(/^.*</, '').replace(/>$/, '');
    const domain = sender.slice(sender.lastIndexOf('@') + 1);
    return {
      ok: true,
      value: {
        ...{ kind: 'email', target: `smtp://${host}:${port}`, secrets: password === undefined ? [] : [password] },
        followsChanges: changes,
        outcome: mailOutcome,
        request: ({ notice, deliveryId }) => ({
          ...{ over: 'smtp', server, from, to: typeof to === 'string' ? [to] : to, timeoutMs: mailTimeoutMs },
          ...renderMail(notice, consoleUrl),
          messageId: `<${deliveryId}@${domain}>`,
          // RFC 3834: no holiday reply to this.
          headers: { 'auto-submitted': 'auto-generated', 'x-trailhound-delivery': deliveryId },
        }),
      },
    };
  },
});

/**
 * Reply codes of RFC 5321, 4.2: 2xx taken, 4xx try later, 5xx refused. 530, 534 and 535 are about signing in (RFC 4954).
 */
function mailOutcome(answer: Answer): DeliveryOutcome {
  if (answer.kind !== 'answered') return httpOutcome(answer);
  const { status, body } = answer;
  const message = `SMTP ${status}: ${body}`;
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status >= 400 && status < 500) return { kind: 'retry', reason: 'server_error', status, message };
  const isAuth = status === 530 || status === 534 || status === 535;
  return { kind: 'refused', reason: isAuth ? 'auth_error' : 'client_error', status, message };
}

function refused(reason: string): Problem {
  const fix = 'encrypt the connection, or name the address range under network.allow';
  return { code: 'URL_REFUSED', message: `the mail server is refused: ${reason}`, fix };
}
