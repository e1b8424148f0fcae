import { createRequire } from 'node:module';

/** What kafkajs reads responses with, as much of it as is mended. */
export interface Decoder {
  readonly buffer: Buffer;
  offset: number;
  readVarInt(): number;
  readVarIntBytes(): Buffer | null;
  readVarIntArray(reader: (decoder: Decoder) => unknown): unknown;
}

export interface DecoderClass {
  new (buffer: Buffer): Decoder;
  readonly prototype: Decoder;
}

type Headers = Record<string, Buffer | null | (Buffer | null)[]>;

/** Most names of headers that are remembered of one length; a topic has about ten in all. */
const mostOfLength = 16;
const longestName = 64;

/**
 * Makes a decoder of kafkajs 2.2.4 read the headers of a message into one object. kafkajs reads them into an array, then
 * copies what it has into another object for each of them, and makes the same few names anew for every message, which
 * together takes longer than all else it does with a message. `readHeader` is its reader of one header.
 */
export function makeLean(decoder: DecoderClass, readHeader: (decoder: Decoder) => unknown): void {
  const readArray = decoder.prototype.readVarIntArray;
  const names = new HeaderNames();
  decoder.prototype.readVarIntArray = function read(this: Decoder, reader) {
    if (reader !== readHeader) return readArray.call(this, reader);
    const headers: Headers = {};
    for (let left = this.readVarInt(); left > 0; left--) {
      const name = names.read(this);
      add(headers, name, this.readVarIntBytes());
    }
    return new ReadHeaders(headers);
  };
}

/** Stands for the array of headers that kafkajs reduces to an object: it is reduced already. */
class ReadHeaders {
  constructor(private readonly headers: Headers) {}

  reduce(): Headers {
    return this.headers;
  }
}

function add(headers: Headers, name: string, value: Buffer | null): void {
  if (name === '__proto__') {
    // An assignment would say what the object inherits.
    Object.defineProperty(headers, name, { value, configurable: true, enumerable: true, writable: true });
    return;
  }
  const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (known === undefined) headers[name] = value;
  else headers[name] = Array.isArray(known) ? [...known, value] : [known, value];
}

/** Reads names, those that were read before by their bytes. */
class HeaderNames {
  /** By length. */
  readonly #known: { readonly bytes: Uint8Array; readonly name: string }[][] = [];

  read(decoder: Decoder): string {
    const length = decoder.readVarInt();
    if (length < 0) return 'null'; // what a name that is null becomes in kafkajs
    const { buffer, offset: start } = decoder;
    decoder.offset = start + length;
    if (length > longestName) return buffer.toString('utf8', start, start + length);
    const alike = this.#known[length] ?? [];
    this.#known[length] = alike;
    for (const { bytes, name } of alike) if (isAt(bytes, buffer, start)) return name;
    const name = buffer.toString('utf8', start, start + length);
    // A copy: the buffer is a whole fetch.
    if (alike.length < mostOfLength)
      alike.push({ bytes: Uint8Array.from(buffer.subarray(start, start + length)), name });
    return name;
  }
}

function isAt(bytes: Uint8Array, buffer: Uint8Array, start: number): boolean {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== buffer[start + at]) return false;
  return true;
}

let mended = false;

/** {@link makeLean} of the decoder that kafkajs uses. Idempotent. */
export function leanDecoder(): void {
  if (mended) return;
  mended = true;
  const require = createRequire(import.meta.url);
  makeLean(
    require('kafkajs/src/protocol/decoder') as DecoderClass,
    require('kafkajs/src/protocol/recordBatch/header/v0/decoder') as (decoder: Decoder) => unknown,
  );
}
