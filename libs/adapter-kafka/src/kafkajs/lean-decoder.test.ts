import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decoder, type DecoderClass, makeLean } from './lean-decoder.js';
import { shippedModule } from './shipped-module.fixture.js';

type ReadHeader = (decoder: Decoder) => unknown;

const require = createRequire(import.meta.url);
const readHeader = require('kafkajs/src/protocol/recordBatch/header/v0/decoder') as ReadHeader;
const readRecord = require('kafkajs/src/protocol/recordBatch/record/v0/decoder') as (
  decoder: Decoder,
  context: object,
) => { readonly headers: Readonly<Record<string, unknown>>; readonly value: Buffer };
const record = require('kafkajs/src/protocol/recordBatch/record/v0') as (message: {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, Buffer | readonly Buffer[]>>;
}) => { readonly buffer: Buffer };

const shipped = () => shippedModule('kafkajs/src/protocol/decoder') as DecoderClass;
const [Plain, Lean] = [shipped(), shipped()];
makeLean(Lean, readHeader);

const context = { firstOffset: '5', firstTimestamp: '1700000000000', magicByte: 2 };
const text = fc.string({ maxLength: 80, unit: 'binary' }).map((value) => Buffer.from(value));
// Of a name that every object inherits kafkajs makes a list with what is inherited.
const name = fc
  .oneof(fc.constantFrom('uid', 'event-name', 'origin', 'é', 'x'.repeat(70)), fc.string({ maxLength: 12 }))
  .filter((one) => !(one in {}));
const headers = fc.dictionary(name, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), { maxKeys: 10 });

function bytesOf(of: Readonly<Record<string, Buffer | readonly Buffer[]>>): Buffer {
  return record({ key: Buffer.from('k'), value: Buffer.from('{}'), headers: of }).buffer;
}

function read(bytes: Buffer, of: DecoderClass) {
  const decoder = new of(bytes);
  decoder.readVarInt(); // the length of the message
  return { message: readRecord(decoder, context), end: decoder.offset };
}

describe('the lean decoder', () => {
  it('reads a message as that of kafkajs reads it, with no header, many, and several of one name', () => {
    fc.assert(
      fc.property(headers, (of) => {
        const bytes = bytesOf(of);
        expect(read(bytes, Lean)).toEqual(read(bytes, Plain));
      }),
      { numRuns: 500 },
    );
  });

  it('reads names of one length by all of their bytes', () => {
    const names = Array.from({ length: 40 }, (_, at) => `name-${String(at).padStart(2, '0')}`);
    for (let round = 0; round < 2; round += 1) {
      const of = Object.fromEntries(names.map((one) => [one, Buffer.from(one)]));
      expect(Object.keys(read(bytesOf(of), Lean).message.headers)).toEqual(names);
    }
  });

  it.each(['toString', '__proto__', 'constructor'])('takes a header called %s for nothing but a header', (odd) => {
    const of = JSON.parse(`{"${odd}": 0}`) as Record<string, Buffer>;
    Object.defineProperty(of, odd, { value: Buffer.from('x'), enumerable: true });
    const { headers: found } = read(bytesOf(of), Lean).message;
    expect(Object.entries(found).map(([one, value]) => [one, String(value)])).toEqual([[odd, 'x']]);
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
  });

  it('reads other arrays as before', () => {
    const bytes = Buffer.from([4, 2, 4]); // two numbers, each twice as large as it is
    const one: ReadHeader = (decoder) => decoder.readVarInt();
    expect(new Lean(bytes).readVarIntArray(one)).toEqual([1, 2]);
  });
});
