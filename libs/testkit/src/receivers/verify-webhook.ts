import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

/** Standard Webhooks asks senders to stay under this. */
const maxBodyBytes = 20 * 1024;

export interface WebhookRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * What a strict receiver objects to, or undefined: method, path, content type, size, the headers of Standard Webhooks,
 * signature and age (the official library; ±5 minutes), and a body of `type`, `timestamp` and `data`. Knows nothing of
 * Trailhound's own code, so that it can judge it.
 */
export function webhookObjection(request: WebhookRequest, path: string, secret: string): string | undefined {
  const { method, headers, body } = request;
  if (method !== 'POST') return `method ${method}`;
  if (request.path !== path) return `path ${request.path}`;
  if (headers['content-type'] !== 'application/json') return `content type ${headers['content-type']}`;
  if (Buffer.byteLength(body) > maxBodyBytes) return `a body of ${Buffer.byteLength(body)} bytes`;
  const id = headers['webhook-id'];
  if (typeof id !== 'string' || !/^[\w-]{1,256}$/.test(id)) return 'no usable webhook-id';
  return signatureObjection(headers, body, secret) ?? bodyObjection(body);
}

function signatureObjection(headers: IncomingHttpHeaders, body: string, secret: string): string | undefined {
  const texts = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  try {
    new Webhook(secret).verify(body, Object.fromEntries(texts), { jsonParse: false });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function bodyObjection(body: string): string | undefined {
  const value = parse(body);
  if (typeof value !== 'object' || value === null) return 'the body is no JSON object';
  const { type, timestamp, data, ...more } = value as Record<string, unknown>;
  if (typeof type !== 'string' || !/^[\w.]+$/.test(type)) return 'no usable type';
  if (typeof timestamp !== 'string' || Number.isNaN(Date.parse(timestamp))) return 'no usable timestamp';
  if (typeof data !== 'object' || data === null) return 'no data';
  const unknown = Object.keys(more);
  return unknown.length > 0 ? `unknown members ${unknown.join(', ')}` : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
