import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Encoder, type EncoderClass, makeLean } from './lean-encoder.js';
import { shippedModule } from './shipped-module.fixture.js';

interface Writing extends Encoder {
  readonly buffer: Buffer;
  writeVarInt(value: number): Writing;
  writeVarIntString(value: string | null): Writing;
  writeVarIntBytes(value: Buffer | string | null): Writing;
  writeInt32(value: number): Writing;
  writeVarIntArray(values: readonly Encoder[]): Writing;
}

const shipped = () => shippedModule('kafkajs/src/protocol/encoder') as EncoderClass;
const [Plain, Lean] = [shipped(), shipped()];
makeLean(Lean);

type Step = (encoder: Writing, of: EncoderClass) => unknown;

const bytes = fc.uint8Array({ maxLength: 3000 }).map((array) => Buffer.from(array));
const text = fc.oneof(fc.string({ maxLength: 200, unit: 'binary' }), fc.constant(null));
const header: fc.Arbitrary<Step> = fc
  .array(fc.tuple(fc.string({ maxLength: 40 }), text), { maxLength: 8 })
  .map(
    (headers) => (encoder, of) =>
      encoder.writeVarIntArray(
        headers.map(([key, value]) => (new of() as Writing).writeVarIntString(key).writeVarIntBytes(value)),
      ),
  );
const step: fc.Arbitrary<Step> = fc.oneof(
  header,
  fc.integer().map(
    (value): Step =>
      (encoder) =>
        encoder.writeVarInt(value),
  ),
  fc.nat().map(
    (value): Step =>
      (encoder) =>
        encoder.writeUVarInt(value),
  ),
  fc.integer().map(
    (value): Step =>
      (encoder) =>
        encoder.writeInt32(value),
  ),
  text.map(
    (value): Step =>
      (encoder) =>
        encoder.writeVarIntString(value),
  ),
  bytes.map(
    (value): Step =>
      (encoder) =>
        encoder.writeVarIntBytes(value),
  ),
);

describe('the lean encoder', () => {
  it('writes what that of kafkajs writes, byte for byte', () => {
    const size = fc.constantFrom(undefined, 0, 1, 64, 511, 512, 5000);
    fc.assert(
      fc.property(size, fc.array(step, { minLength: 1, maxLength: 12 }), (initial, steps) => {
        const written = [Plain, Lean].map((of) => {
          const encoder = new of(initial) as Writing;
          for (const one of steps) one(encoder, of);
          return encoder.buffer.toString('hex');
        });
        expect(written[1]).toBe(written[0]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([0, 1, 127, 128, 16_383, 16_384, 2_097_152, 0x7fffffff, -1, -2_147_483_648])(
    'writes %i the same',
    (value) => {
      const [plain, lean] = [Plain, Lean].map((of) => (new of() as Writing).writeUVarInt(value) as Writing);
      expect(lean?.buffer.toString('hex')).toBe(plain?.buffer.toString('hex'));
    },
  );
});
