import { type Answer, type DeliveryOutcome, httpOutcome } from '../../delivery/outcome.js';

/**
 * What an incoming webhook answered: 200 and the text `ok`, or a word for what is wrong
 * (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors).
 */
export function webhookOutcome(answer: Answer): DeliveryOutcome {
  const outcome = httpOutcome(answer);
  if (answer.kind !== 'answered') return outcome;
  const said = answer.body.trim();
  if (outcome.kind === 'delivered' && said !== 'ok') return notSlack(answer.status, said);
  if (outcome.kind === 'refused' && unreadable.has(said)) return { ...outcome, isSimplified: true };
  return outcome;
}

/**
 * What chat.postMessage answered: JSON with `ok`, and `ts` or an `error`
 * (https://docs.slack.dev/reference/methods/chat.postMessage#errors), nearly always under status 200.
 */
export function postMessageOutcome(answer: Answer): DeliveryOutcome {
  const outcome = httpOutcome(answer);
  if (answer.kind !== 'answered' || outcome.kind !== 'delivered') return outcome;
  const said = parse(answer.body);
  if (said?.ok === true) {
    const { ts } = said;
    return { kind: 'delivered', status: answer.status, ...(typeof ts === 'string' && { receipt: ts }) };
  }
  if (said === undefined || typeof said.error !== 'string') return notSlack(answer.status, answer.body.trim());
  return errorOutcome(said.error, answer.status, answer.retryAfterMs);
}

function errorOutcome(error: string, status: number, retryAfterMs: number | undefined): DeliveryOutcome {
  const message = `Slack says ${error.slice(0, 100)}`;
  if (error === 'ratelimited' || error === 'rate_limited' || error === 'message_limit_exceeded') {
    return { kind: 'retry', reason: 'rate_limited', status, message, afterMs: retryAfterMs ?? 0 };
  }
  if (passing.has(error)) return { kind: 'retry', reason: 'server_error', status, message };
  if (unreadable.has(error)) return { kind: 'refused', reason: 'client_error', status, message, isSimplified: true };
  if (error === 'is_archived') return { kind: 'gone', reason: 'gone', status, message };
  return { kind: 'refused', reason: unauthorised.has(error) ? 'auth_error' : 'client_error', status, message };
}

/** A 200 that Slack did not write: a proxy's page, a wrong URL. */
function notSlack(status: number, said: string): DeliveryOutcome {
  const message = `HTTP ${status} without Slack's answer: ${said.slice(0, 200)}`;
  return { kind: 'retry', reason: 'server_error', status, message };
}

/** What a simpler message mends. */
const unreadable: ReadonlySet<string> = new Set([
  ...['invalid_payload', 'invalid_blocks', 'invalid_blocks_format', 'no_text', 'invalid_arguments'],
  ...['msg_too_long', 'msg_blocks_too_long', 'too_many_attachments', 'invalid_arg_name'],
  // The first message of the thread was deleted, or is of a kind that takes no reply.
  ...['thread_not_found', 'invalid_thread_ts', 'cannot_reply_to_message', 'restricted_action_thread_locked'],
]);

const passing: ReadonlySet<string> = new Set([
  ...['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org', 'rollup_error'],
]);

const unauthorised: ReadonlySet<string> = new Set([
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'missing_scope'],
  ...['no_permission', 'not_in_channel', 'access_denied', 'ekm_access_denied', 'org_login_required'],
]);

function parse(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
