import { createRequire } from 'node:module';

/** What kafkajs writes requests and messages with, as much of it as is mended. */
export interface Encoder {
  buf: Buffer;
  offset: number;
  ensureAvailable(length: number): void;
  writeUVarInt(value: number): Encoder;
  writeVarInt(value: number): Encoder;
  writeVarIntString(value: unknown): Encoder;
  writeVarIntBytes(value: unknown): Encoder;
  writeBufferInternal(buffer: Buffer): void;
  writeEncoderArray(values: readonly Encoder[]): Encoder;
}

export interface EncoderClass {
  new (initialSize?: number): Encoder;
  readonly prototype: Encoder;
  nextPowerOfTwo(value: number): number;
}

/** What an encoder of unknown length begins with in kafkajs; one for each header of a message. */
const presumed = 511;
/** What it begins with here when something is written: a piece of the memory that Node keeps for small buffers. */
const smallest = 64;
const longestVarInt = 5;
/** The length of so many bytes is one byte itself. */
const shortText = 63;

/**
 * Makes an encoder of kafkajs 2.2.4 write the same bytes with less memory: for each header of a message it takes half a
 * kilobyte of zeros and for each number an array and a buffer, which is most of what sending records costs.
 */
export function makeLean(encoder: EncoderClass): void {
  const nextPowerOfTwo = encoder.nextPowerOfTwo.bind(encoder);
  encoder.nextPowerOfTwo = (value) => (value === presumed ? 0 : nextPowerOfTwo(value));
  Object.assign(encoder.prototype, {
    ensureAvailable(this: Encoder, length: number): void {
      const needed = this.offset + length;
      if (needed <= this.buf.length) return;
      // What lies behind `offset` is never sent.
      const larger = Buffer.allocUnsafe(Math.max(smallest, nextPowerOfTwo(needed)));
      this.buf.copy(larger, 0, 0, this.offset);
      this.buf = larger;
    },
    writeUVarInt(this: Encoder, value: number): Encoder {
      this.ensureAvailable(longestVarInt);
      let rest = value;
      for (; (rest & ~0x7f) !== 0; rest >>>= 7) this.buf[this.offset++] = (rest & 0x7f) | 0x80;
      this.buf[this.offset++] = rest;
      return this;
    },
    writeVarIntString(this: Encoder, value: unknown): Encoder {
      if (value === null || value === undefined) return this.writeVarInt(-1);
      writeText(this, String(value));
      return this;
    },
    writeVarIntBytes(this: Encoder, value: unknown): Encoder {
      if (value === null || value === undefined) return this.writeVarInt(-1);
      if (Buffer.isBuffer(value)) {
        this.writeVarInt(value.length);
        this.writeBufferInternal(value);
      } else writeText(this, String(value));
      return this;
    },
    writeEncoderArray(this: Encoder, values: readonly Encoder[]): Encoder {
      for (const { buf, offset } of values) {
        this.ensureAvailable(offset);
        buf.copy(this.buf, this.offset, 0, offset);
        this.offset += offset;
      }
      return this;
    },
  });
}

/** A text behind its length. Most are short and plain, and a call out of JavaScript takes longer than they do. */
function writeText(encoder: Encoder, text: string): void {
  const { length } = text;
  if (length <= shortText) {
    encoder.ensureAvailable(length + 1);
    const { buf, offset } = encoder;
    let at = 0;
    for (; at < length; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 0x7f) break;
      buf[offset + 1 + at] = unit;
    }
    if (at === length) {
      buf[offset] = length << 1;
      encoder.offset = offset + 1 + length;
      return;
    }
  }
  const bytes = Buffer.byteLength(text);
  encoder.writeVarInt(bytes);
  encoder.ensureAvailable(bytes);
  encoder.buf.write(text, encoder.offset, bytes, 'utf8');
  encoder.offset += bytes;
}

let mended = false;

/** {@link makeLean} of the encoder that kafkajs uses. Idempotent. */
export function leanEncoder(): void {
  if (mended) return;
  mended = true;
  makeLean(createRequire(import.meta.url)('kafkajs/src/protocol/encoder') as EncoderClass);
}
