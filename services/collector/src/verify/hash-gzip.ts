import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ObjectStoreError } from '@trailhound/ports';

/** A file, inflated: its hash in hexadecimal and its size; or why it is no gzip. */
export type HashedGzip =
  | { readonly ok: true; readonly sha256: string; readonly bytes: number; readonly content: Uint8Array }
  | { readonly ok: false; readonly message: string };

const maxBytes = 512 << 20;

/**
 * SHA-256 of the uncompressed bytes of a gzip file, which is what CloudTrail hashes. The first `keepBytes` of them are
 * kept. Rejects with the ObjectStoreError where the bytes cannot be fetched.
 */
export async function hashGzip(chunks: AsyncIterable<Uint8Array>, keepBytes = 0): Promise<HashedGzip> {
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  let bytes = 0;
  try {
    await pipeline(Readable.from(chunks, { objectMode: false }), createGunzip(), async (inflated) => {
      for await (const chunk of inflated as AsyncIterable<Uint8Array>) {
        hash.update(chunk);
        if (bytes < keepBytes) kept.push(chunk.subarray(0, keepBytes - bytes));
        bytes += chunk.length;
        if (bytes > maxBytes) throw new Error(`it inflates to more than ${maxBytes} bytes`);
      }
    });
  } catch (error) {
    if (error instanceof ObjectStoreError) throw error;
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  return { ok: true, sha256: hash.digest('hex'), bytes, content: Buffer.concat(kept) };
}
