import { type AddressPolicy, checkUrl, type HttpRequest } from '@trailhound/alerting';
import type { Clock, Sender, SendResult } from '@trailhound/ports';
import { Agent, request as sendHttp } from 'undici';
import { exchangeLimits } from './exchange-limits.js';
import { guardedConnector } from './guarded-connector.js';
import { type ResolveName, systemResolver } from './guarded-lookup.js';
import { readBody } from './read-body.js';
import { parseRetryAfter } from './retry-after.js';
import { sendFailure } from './send-failure.js';

export interface HttpSenderOptions {
  /** From `network.allow`. */
  readonly policy: AddressPolicy;
  readonly clock: Clock;
  /** How names are resolved. Default: the system's resolver. */
  readonly resolve?: ResolveName;
  /** Bound on name resolution, TCP and TLS together. Default 3 s. */
  readonly connectTimeoutMs?: number;
  /** Certificates (PEM) to trust besides the usual authorities. */
  readonly ca?: readonly string[];
}

/** Larger headers end the exchange, bytes. */
const maxHeaderSize = 16 * 1024;

/**
 * The Sender port over HTTP/1.1. Connects only where `policy` lets it, verifies certificates, follows no redirect, takes
 * no proxy from the environment, and is done within the request's time whatever the other side does.
 */
export function createHttpSender(options: HttpSenderOptions): Sender<HttpRequest> {
  const { policy, clock, resolve = systemResolver(), connectTimeoutMs = 3_000, ca = [] } = options;
  const connect = guardedConnector({ policy, resolve, connectTimeoutMs, ca });
  const agent = new Agent({ connect, maxHeaderSize, pipelining: 1 });

  async function exchange(request: HttpRequest, signal: AbortSignal): Promise<SendResult> {
    const answer = sendHttp(request.url, {
      dispatcher: agent,
      method: request.method,
      headers: { ...request.headers, 'accept-encoding': 'identity' },
      body: request.body,
      signal,
    });
    // undici notices an abort only once the socket is up or has failed; the time is over regardless.
    const { statusCode, headers, body } = await orAborted(answer, signal);
    const [retryAfter] = [headers['retry-after']].flat();
    const retryAfterMs = parseRetryAfter(retryAfter, clock.now());
    const text = await readBody(body, request.answerBytes);
    return {
      kind: 'answered',
      status: statusCode,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      body: headers['content-encoding'] === undefined ? text : '',
    };
  }

  return {
    async send(request, signal) {
      // An address in the URL itself is never looked up, so it is judged here.
      const checked = checkUrl(request.url, policy);
      if (!checked.ok) return { kind: 'forbidden', message: checked.problems.map(({ message }) => message).join('; ') };
      const limits = exchangeLimits(request.timeoutMs, signal);
      try {
        return await exchange({ ...request, url: checked.value.href }, limits.signal);
      } catch (error) {
        if (signal.aborted) return { kind: 'unreachable', reason: 'network', message: 'stopped before an answer came' };
        if (limits.signal.aborted) {
          return { kind: 'unreachable', reason: 'timeout', message: `no answer within ${request.timeoutMs} ms` };
        }
        return sendFailure(error);
      } finally {
        limits.lift();
      }
    },
    close: () => agent.destroy(),
  };
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
