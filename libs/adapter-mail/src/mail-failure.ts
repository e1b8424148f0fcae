import type { SendResult } from '@trailhound/ports';

/** Why a message was not taken. The words are codes and the server's reply; a password is in neither. */
export function mailFailure(error: unknown): SendResult {
  if (!(error instanceof Error)) return { kind: 'unreachable', reason: 'network', message: 'the mail server failed' };
  const { code, responseCode, response } = error as { code?: unknown; responseCode?: unknown; response?: unknown };
  if (error.name === 'ForbiddenAddressError') return { kind: 'forbidden', message: error.message };
  if (typeof responseCode === 'number' && responseCode >= 400) {
    return { kind: 'answered', status: responseCode, body: String(response ?? '').slice(0, 1_024) };
  }
  const word = typeof code === 'string' ? code : 'ERROR';
  if (word === 'ETIMEDOUT')
    return { kind: 'unreachable', reason: 'timeout', message: 'no connection in time (ETIMEDOUT)' };
  // After STARTTLS nodemailer tells of a bad certificate by its text alone.
  if (word === 'ETLS' || tlsCode.test(word) || (word === 'ESOCKET' && tlsText.test(error.message))) {
    return { kind: 'unreachable', reason: 'tls', message: `TLS failed or is not offered (${word})` };
  }
  return { kind: 'unreachable', reason: 'network', message: `the connection failed (${word})` };
}

const tlsText = /certificate|\b(TLS|SSL)\b/i;
/** OpenSSL's verification results and Node's TLS errors (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const tlsCode = /^(ERR_TLS|ERR_SSL|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_|HOSTNAME_MISMATCH|EPROTO)/;
