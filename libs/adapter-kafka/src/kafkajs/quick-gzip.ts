import kafkajs from 'kafkajs';
import { packQuickly, unpackAtOnce } from '../batch-gzip.js';

// No named export: Node finds those of a CommonJS module by its text, and not this one.
const { CompressionCodecs, CompressionTypes } = kafkajs;

interface Encoder {
  readonly buffer: Buffer;
}

/** Makes kafkajs pack and unpack batches as `batch-gzip.ts` does. */
export function quickenGzip(): void {
  CompressionCodecs[CompressionTypes.GZIP] = () => ({
    compress: ({ buffer }: Encoder) => packQuickly(buffer),
    decompress: async (buffer: Buffer) => unpackAtOnce(buffer),
  });
}
