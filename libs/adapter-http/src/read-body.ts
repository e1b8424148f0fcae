import type { Readable } from 'node:stream';

/** An answer is read to this many bytes, so that the connection can be used again; then it is cut off. */
const maxReadBytes = 16 * 1024;
/** This much of it is kept, for people. */
const maxKeptBytes = 1024;
/** The status says all that matters; a body that drips is not waited for. */
const maxReadMs = 2_000;

/**
 * The beginning of an answer's body as text, at most 1 KiB. Never rejects: a body that breaks off, drips or never ends
 * gives what came. Only the bytes on the wire are looked at, nothing is inflated.
 */
export async function readBody(body: Readable): Promise<string> {
  const kept: Buffer[] = [];
  let read = 0;
  const timer = setTimeout(() => body.destroy(), maxReadMs);
  body.on('error', () => undefined);
  try {
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk);
      if (read < maxKeptBytes) kept.push(bytes.subarray(0, maxKeptBytes - read));
      read += bytes.length;
      if (read > maxReadBytes) break;
    }
  } catch {
    // The status is known and counts.
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
  // In streaming mode a character cut in half at the end is left out.
  return new TextDecoder().decode(Buffer.concat(kept), { stream: true });
}
