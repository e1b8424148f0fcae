import type { Parsed, Problem } from '@trailhound/contracts';
import { Webhook } from 'standardwebhooks';

/** Key sizes of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md ("Symmetric"). */
const minKeyBytes = 24;
const maxKeyBytes = 64;
const prefix = 'whsec_';
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Signs messages the Standard Webhooks way. */
export interface Signer {
  /** `webhook-id`, `webhook-timestamp` and `webhook-signature` over exactly this body; one signature a secret. */
  headers(id: string, nowMs: number, body: string): Readonly<Record<string, string>>;
}

/**
 * A signer with the given secrets, the newest first: while one is being rotated, receivers may hold either. Fails with
 * `WEBHOOK_SECRET_INVALID`; the message never quotes the secret.
 */
export function createSigner(secrets: readonly string[]): Parsed<Signer> {
  const problems = secrets.flatMap((secret, at) => checkSecret(secret, secrets.length > 1 ? ` ${at + 1}` : ''));
  if (problems.length > 0) return { ok: false, problems };
  const keys = secrets.map((secret) => new Webhook(secret));
  return {
    ok: true,
    value: {
      headers(id, nowMs, body) {
        const at = new Date(nowMs);
        return {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(nowMs / 1_000)),
          'webhook-signature': keys.map((key) => key.sign(id, at, body)).join(' '),
        };
      },
    },
  };
}

function checkSecret(secret: string, which: string): readonly Problem[] {
  const wrong = whatIsWrong(secret);
  if (!wrong) return [];
  return [
    {
      code: 'WEBHOOK_SECRET_INVALID',
      message: `signing secret${which} ${wrong}`,
      fix: `make one with: echo "whsec_$(head -c 32 /dev/urandom | base64)"`,
    },
  ];
}

function whatIsWrong(secret: string): string | undefined {
  if (!secret.startsWith(prefix)) return `does not start with ${prefix}`;
  const encoded = secret.slice(prefix.length);
  if (!base64.test(encoded) || encoded.length % 4 !== 0) return `is not base64 after ${prefix}`;
  const bytes = (encoded.length / 4) * 3 - (encoded.length - encoded.replace(/=+$/, '').length);
  if (bytes < minKeyBytes || bytes > maxKeyBytes) {
    return `holds ${bytes} bytes; Standard Webhooks asks for ${minKeyBytes} to ${maxKeyBytes}`;
  }
  return undefined;
}
