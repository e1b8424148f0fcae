import { promisify } from 'node:util';
import { constants, gunzipSync, gzip } from 'node:zlib';

const pack = promisify(gzip);

/** Header, an empty block and the trailer: RFC 1952. */
const shortestGzip = 18;
/** Producers send less at a time; what is said to become more is unpacked piece by piece. */
const largestAtOnce = 16 << 20;

/**
 * Packs a batch at zlib's quickest level. CloudTrail records come out a fifth larger than at its default and cost less
 * than half the time, which is most of what producing them costs; who reads them sees no difference.
 */
export function packQuickly(batch: Buffer): Promise<Buffer> {
  return pack(batch, { level: constants.Z_BEST_SPEED });
}

/**
 * Unpacks a batch into memory of the size that is written at its end: what one process fetches is small, and its pieces cost
 * more than what is in them. Throws where it is no gzip.
 */
export function unpackAtOnce(packed: Buffer): Buffer {
  return gunzipSync(packed, { chunkSize: pieceFor(packed) });
}

/** Bytes to unpack into at a time: one is left over, by which zlib knows that there is no more. It takes no less than 64. */
function pieceFor(packed: Buffer): number {
  // Of the last member; several are rare, and come out in pieces.
  const size = packed.length < shortestGzip ? 0 : packed.readUInt32LE(packed.length - 4);
  return Math.min(Math.max(size + 1, 64), largestAtOnce);
}
