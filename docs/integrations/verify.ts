// Verifies a Trailhound webhook (https://www.standardwebhooks.com) with what Node has. In a service of your own the package
// `standardwebhooks` does the same; this shows what it comes to.
//
// As a program: WEBHOOK_SECRET=whsec_… node verify.ts ID TIMESTAMP SIGNATURE < body; exits 0 where the message is genuine.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clocks may be apart; an older message may be one that somebody recorded. */
const toleranceSeconds = 300;

export interface WebhookHeaders {
  readonly id: string;
  readonly timestamp: string;
  /** One or, while the secret is rotated, several signatures with a space between them. */
  readonly signature: string;
}

/** Whether the message came from who holds the secret, is new, and is whole. `body` are the bytes as they came. */
export function isGenuine(secret: string, headers: WebhookHeaders, body: Uint8Array, nowMs = Date.now()): boolean {
  const { id, timestamp, signature } = headers;
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs / 1_000 - Number(timestamp)) > toleranceSeconds) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return signature.split(' ').some((one) => {
    const [version, encoded = ''] = one.split(',');
    const given = Buffer.from(encoded, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

if (import.meta.main) {
  const [id = '', timestamp = '', signature = ''] = process.argv.slice(2);
  const parts: Uint8Array[] = [];
  for await (const part of process.stdin) parts.push(part as Uint8Array);
  const secret = process.env['WEBHOOK_SECRET'] ?? '';
  process.exitCode = isGenuine(secret, { id, timestamp, signature }, Buffer.concat(parts)) ? 0 : 1;
}
