/** What came back from a destination, or why nothing did. `SendResult` of the Sender port is this. */
export type Answer =
  /** `status` is HTTP's, or the reply code of a mail server. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** From Retry-After, seconds or a date; milliseconds from now. */
      readonly retryAfterMs?: number;
      /** The beginning of the answer. */
      readonly body: string;
    }
  /** Written where it belongs, by something that answers no more than that. */
  | { readonly kind: 'taken' }
  /** Understood and refused for good: too large for the topic, no such file. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unreachable'; readonly reason: 'timeout' | 'network' | 'tls'; readonly message: string }
  /** The address is not one this installation may talk to; trying again changes nothing until the configuration does. */
  | { readonly kind: 'forbidden'; readonly message: string };

/** Why a delivery did not succeed; a label value of `trailhound_notifications_total` and the reason of a dead letter. */
export const failureReasons = [
  'timeout',
  'network',
  'tls',
  'rate_limited',
  'server_error',
  'auth_error',
  'client_error',
  'redirect',
  'gone',
  'forbidden_address',
  'unreadable_alert',
  'superseded',
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** What an attempt came to, as data: retry plan, breaker, metrics and dead letters all read this one fact. */
export type DeliveryOutcome =
  | {
      readonly kind: 'delivered';
      readonly status?: number;
      /** What the destination calls the message, for replies to it. */
      readonly receipt?: string;
    }
  /** May work later. `afterMs`: the destination paces us and asks for at least this long (0 where it did not say how long). */
  | {
      readonly kind: 'retry';
      readonly reason: 'timeout' | 'network' | 'tls' | 'rate_limited' | 'server_error';
      readonly message: string;
      readonly status?: number;
      readonly afterMs?: number;
    }
  /** The destination understood and said no; worth few tries, for a rotation or a deployment may be under way. */
  | {
      readonly kind: 'refused';
      readonly reason: 'auth_error' | 'client_error' | 'redirect';
      readonly message: string;
      readonly status?: number;
      /** The next attempt says it more simply, so it need not wait for anything to be mended. */
      readonly isSimplified?: boolean;
    }
  /** The destination is closed for good: nothing is sent there until the configuration changes or the service restarts. */
  | { readonly kind: 'gone'; readonly reason: 'gone'; readonly message: string; readonly status: number }
  /** This delivery can never succeed as things stand. */
  | {
      readonly kind: 'hopeless';
      readonly reason: 'forbidden_address' | 'unreadable_alert' | 'superseded';
      readonly message: string;
    };

/**
 * Reads an HTTP answer the way most destinations mean it. Only 2xx is success; redirects are never followed
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, "Operational
 * considerations"); 410 closes the destination. A destination with other habits wraps this.
 */
export function httpOutcome(answer: Answer): DeliveryOutcome {
  switch (answer.kind) {
    case 'forbidden':
      return { kind: 'hopeless', reason: 'forbidden_address', message: answer.message };
    case 'taken':
      return { kind: 'delivered' };
    case 'refused':
      return { kind: 'refused', reason: 'client_error', message: answer.message };
    case 'unreachable':
      return { kind: 'retry', reason: answer.reason, message: answer.message };
    case 'answered':
      return statusOutcome(answer.status, answer.retryAfterMs, describe(answer.status, answer.body));
    default:
      return answer satisfies never;
  }
}

function statusOutcome(status: number, retryAfterMs: number | undefined, message: string): DeliveryOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status >= 300 && status < 400) return { kind: 'refused', reason: 'redirect', status, message };
  if (status === 410) return { kind: 'gone', reason: 'gone', status, message };
  if (status === 401 || status === 403) return { kind: 'refused', reason: 'auth_error', status, message };
  if (status === 429 || status === 503) {
    const reason = status === 429 ? 'rate_limited' : 'server_error';
    return { kind: 'retry', reason, status, message, afterMs: retryAfterMs ?? 0 };
  }
  const paced = retryAfterMs === undefined ? {} : { afterMs: retryAfterMs };
  if (status === 408) return { kind: 'retry', reason: 'timeout', status, message, ...paced };
  if (status >= 400 && status < 500 && status !== 425) {
    return { kind: 'refused', reason: 'client_error', status, message };
  }
  // 425 Too Early, 5xx, and numbers HTTP does not have.
  return { kind: 'retry', reason: 'server_error', status, message, ...paced };
}

function describe(status: number, body: string): string {
  const said = body.trim();
  return said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`;
}
