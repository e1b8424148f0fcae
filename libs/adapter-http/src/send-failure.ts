import type { SendResult } from '@trailhound/ports';
import { ForbiddenAddressError } from './guarded-lookup.js';

type Failure = Exclude<SendResult, { kind: 'answered' }>;

const timeouts: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** OpenSSL's verification results and Node's TLS errors (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const tlsCode = /^(ERR_TLS|ERR_SSL|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_|HOSTNAME_MISMATCH|EPROTO)/;

/** Why no answer came. The message names a code and at most a host, never a path or a header: those can be secret. */
export function sendFailure(error: unknown): Failure {
  const forbidden = causes(error).find((cause) => cause instanceof ForbiddenAddressError);
  if (forbidden) return { kind: 'forbidden', message: forbidden.message };
  const code =
    causes(error)
      .map(codeOf)
      .find((found) => found !== undefined) ?? 'ERROR';
  if (timeouts.has(code)) return { kind: 'unreachable', reason: 'timeout', message: `no connection in time (${code})` };
  if (tlsCode.test(code)) return { kind: 'unreachable', reason: 'tls', message: `TLS failed (${code})` };
  return { kind: 'unreachable', reason: 'network', message: `the connection failed (${code})` };
}

/** The error, what caused it, and the members of an aggregate (one for each address tried). */
function causes(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const members = error instanceof AggregateError ? error.errors : [];
  return [error, ...[error.cause, ...members].flatMap((cause) => causes(cause, depth + 1))];
}

function codeOf(error: Error): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
