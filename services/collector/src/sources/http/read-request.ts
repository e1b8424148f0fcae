import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A request refused before anything of it was read into the log. */
export interface Refusal {
  readonly status: 400 | 401 | 404 | 405 | 413;
  readonly message: string;
}

/** Where vendors put a key: Firehose its own header, API destinations and Lambdas what they are told to. */
const keyHeaders = ['x-amz-firehose-access-key', 'x-api-key'] as const;

/** Whether a request carries one of the tokens. Takes the same time for every wrong one. */
export function isAuthorized({ headers }: IncomingMessage, tokens: readonly string[]): boolean {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const given = [bearer, ...keyHeaders.map((name) => headers[name])].filter((value) => typeof value === 'string');
  const digests = given.map(digest);
  let isKnown = false;
  for (const token of tokens.map(digest)) {
    for (const one of digests) if (timingSafeEqual(token, one)) isKnown = true;
  }
  return isKnown;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The body, at most `maxBytes` of it; one that says or turns out to be larger is refused without being kept. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | Refusal> {
  const tooLarge: Refusal = { status: 413, message: `the body is larger than ${maxBytes} bytes` };
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A body that was compressed for the way, as text, at most `maxBytes` of it. */
export function inflated(body: Buffer, encoding: string | undefined, maxBytes: number): string | Refusal {
  if (encoding !== 'gzip') return body.toString('utf8');
  try {
    return gunzipSync(body, { maxOutputLength: maxBytes }).toString('utf8');
  } catch (error) {
    const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isLarge
      ? { status: 413, message: `the body is larger than ${maxBytes} bytes uncompressed` }
      : { status: 400, message: 'the body is no gzip' };
  }
}
