import { compressionsAlgorithms } from '@platformatic/kafka';
import { packQuickly, unpackAtOnce } from '../batch-gzip.js';

/** A buffer, or what the client holds several in, which makes one of them where it is asked for its own. */
type Batch = Buffer | { readonly buffer: Buffer };

/** Makes the client pack and unpack batches as `batch-gzip.ts` does. */
export function quickenGzip(): void {
  Object.assign(compressionsAlgorithms.gzip, {
    compress: (batch: Batch) => packQuickly(bufferOf(batch)),
    decompressSync: (batch: Batch) => unpackAtOnce(bufferOf(batch)),
  });
}

function bufferOf(batch: Batch): Buffer {
  return Buffer.isBuffer(batch) ? batch : batch.buffer;
}
