import { createGunzip, type Gunzip, gunzipSync } from 'node:zlib';

/** Bounds on what a compressed input may become. */
export interface InflateLimits {
  readonly maxBytes: number;
  /** Output for input, once there is more than `ratioFromBytes` of output: small files may be very compressible. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
}

/** Real CloudTrail objects compress up to 16:1; the bounds stop a bomb and nothing else. */
export const defaultInflateLimits: InflateLimits = { maxBytes: 512 << 20, maxRatio: 200, ratioFromBytes: 64 << 20 };

export type Piece =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The last piece: what came before it is good. */
  | { readonly kind: 'failed'; readonly reason: 'bad_gzip' | 'gzip_bomb'; readonly message: string };

/** A file compressed twice by mistake is read, a third time is not. */
const maxLayers = 2;
/** CRC and size at the end of a gzip member, RFC 1952 section 2.3.1. */
const trailerBytes = 8;
/**
 * What one write puts out is a piece: zlib works on the next while it is read. Deflate gives at most 1032:1, so that is
 * never more than 33 MiB.
 */
const maxWriteBytes = 32 * 1024;
/**
 * The buffers that zlib fills one after another, each with many pieces. Where one is full zlib waits for the thread that
 * reads the pieces, which is busy with them.
 */
const bufferBytes = 1024 * 1024;

/**
 * The bytes of an input, inflated where it is gzip by its first two bytes, whatever its name: single or joined members,
 * once or twice compressed. Holds about 2 MiB of it at a time where it is no bomb. A truncated file or a wrong checksum at
 * its end gives everything before it and then `bad_gzip`; damage in the middle costs what the 32 KiB of input around it
 * became, and never more than 1 MiB, since zlib gives no output of the call that fails. A bomb ends with `gzip_bomb`.
 */
export async function* inflate(
  chunks: AsyncIterable<Uint8Array>,
  limits = defaultInflateLimits,
): AsyncGenerator<Piece> {
  yield* unwrapLayers(asPieces(chunks), limits, 0);
}

/** Inflates the base64 of a CloudWatch Logs message, which is at most 1 MiB compressed; undefined when it is no gzip. */
export function inflateBase64(base64: string): Uint8Array | undefined {
  try {
    return gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength: 64 << 20 });
  } catch {
    return undefined;
  }
}

async function* asPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  for await (const bytes of chunks) yield { kind: 'bytes', bytes };
}

async function* unwrapLayers(
  pieces: AsyncIterable<Piece>,
  limits: InflateLimits,
  layers: number,
): AsyncGenerator<Piece> {
  const iterator = pieces[Symbol.asyncIterator]();
  let head = new Uint8Array(0);
  let following: Piece | undefined;
  while (head.length < 2) {
    const next = await iterator.next();
    if (next.done) break;
    if (next.value.kind === 'failed') {
      following = next.value;
      break;
    }
    head = Buffer.concat([head, next.value.bytes]);
  }
  const rest = (async function* (): AsyncGenerator<Piece> {
    yield { kind: 'bytes', bytes: head };
    if (following !== undefined) yield following;
    else for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  })();
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* rest;
  else if (layers >= maxLayers) yield badGzip(`compressed more than ${maxLayers} times`);
  else yield* unwrapLayers(gunzip(rest, limits), limits, layers + 1);
}

async function* gunzip(pieces: AsyncIterable<Piece>, limits: InflateLimits): AsyncGenerator<Piece> {
  const engine = new Engine();
  // The trailer is written apart from what precedes it, so that a wrong checksum costs no output.
  let held = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (piece.kind === 'failed') {
      yield* engine.output();
      yield piece;
      return;
    }
    held = Buffer.concat([held, piece.bytes]);
    while (held.length > trailerBytes) {
      const size = Math.min(maxWriteBytes, held.length - trailerBytes);
      await engine.write(held.subarray(0, size));
      held = held.subarray(size);
      yield* engine.output();
      const failure = engine.failure ?? bombIn(engine, limits);
      if (failure !== undefined) {
        yield* engine.output();
        engine.close();
        yield failure;
        return;
      }
    }
  }
  await engine.write(held);
  await engine.end();
  yield* engine.output();
  const failure = engine.failure ?? bombIn(engine, limits);
  if (failure !== undefined) yield failure;
}

function bombIn(
  { bytesIn, bytesOut }: Engine,
  { maxBytes, maxRatio, ratioFromBytes }: InflateLimits,
): Piece | undefined {
  if (bytesOut > maxBytes) return bomb(`inflates to more than ${maxBytes} bytes`);
  if (bytesOut > ratioFromBytes && bytesOut > bytesIn * maxRatio) return bomb(`inflates more than ${maxRatio} times`);
  return undefined;
}

/** zlib's stream, one write at a time, with its output and failure as values. */
class Engine {
  readonly #zlib: Gunzip = createGunzip({ chunkSize: bufferBytes });
  readonly #ready: Buffer[] = [];
  /** Ends the wait for what zlib was told to do. */
  #wake: () => void = () => undefined;
  #hasEnded = false;
  failure: Piece | undefined;
  bytesIn = 0;
  bytesOut = 0;

  constructor() {
    this.#zlib.on('data', (bytes: Buffer) => {
      this.bytesOut += bytes.length;
      this.#ready.push(bytes);
    });
    this.#zlib.once('error', (error) => {
      this.failure = badGzip(error.message);
      this.#wake();
    });
    this.#zlib.once('end', () => {
      this.#hasEnded = true;
      this.#wake();
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.failure !== undefined) return;
    let rest = bytes;
    if (!this.#hasEnded) {
      this.bytesIn += bytes.length;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#zlib.write(bytes, () => resolve());
      });
      if (!this.#hasEnded) return;
      // zlib stops at what is no further member. Padding with zeros is customary on tapes, anything else is damage.
      rest = bytes.subarray(bytes.length - (this.bytesIn - this.#zlib.bytesWritten));
    }
    if (rest.some((byte) => byte !== 0)) this.failure = badGzip('bytes follow its end that are no gzip');
  }

  async end(): Promise<void> {
    if (this.failure !== undefined || this.#hasEnded) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#zlib.end();
    });
  }

  /** What was put out and not taken yet. */
  *output(): Generator<Piece> {
    for (const bytes of this.#ready.splice(0)) yield { kind: 'bytes', bytes };
  }

  close(): void {
    this.#zlib.destroy();
  }
}

function badGzip(message: string): Piece {
  return { kind: 'failed', reason: 'bad_gzip', message: `damaged gzip: ${message}` };
}

function bomb(message: string): Piece {
  return { kind: 'failed', reason: 'gzip_bomb', message };
}
