import type { Readable } from 'node:stream';

/** An answer is read this far beyond what is kept, so that the connection can be used again; then it is cut off. */
const maxReadBytes = 16 * 1024;
/** This much of it is kept where nobody asks for more: it is for people. */
const defaultKeptBytes = 1024;
/** The status says all that matters; a body that drips is not waited for. */
const maxReadMs = 2_000;

/**
 * The beginning of an answer's body as text, at most `keptBytes`. Never rejects: a body that breaks off, drips or never ends
 * gives what came. Only the bytes on the wire are looked at, nothing is inflated.
 */
export async function readBody(body: Readable, keptBytes = defaultKeptBytes): Promise<string> {
  const kept: Buffer[] = [];
  let read = 0;
  const timer = setTimeout(() => body.destroy(), maxReadMs);
  body.on('error', () => undefined);
  try {
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk);
      if (read < keptBytes) kept.push(bytes.subarray(0, keptBytes - read));
      read += bytes.length;
      if (read > keptBytes + maxReadBytes) break;
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
