import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packQuickly, unpackAtOnce } from './batch-gzip.js';

describe('a batch', () => {
  it('is unpacked as it was packed, by whomever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        const batch = Buffer.from(bytes);
        expect(unpackAtOnce(await packQuickly(batch))).toEqual(batch);
        expect(unpackAtOnce(gzipSync(batch))).toEqual(batch);
      }),
    );
  });

  it('of several gzip members is unpacked whole', () => {
    const [first, second] = [Buffer.from('a'.repeat(5000)), Buffer.from('b')];
    expect(unpackAtOnce(Buffer.concat([gzipSync(first), gzipSync(second)]))).toEqual(Buffer.concat([first, second]));
  });

  it('whose end lies about its size takes no more memory than there is to unpack', () => {
    const packed = gzipSync(Buffer.from('small'));
    packed.writeUInt32LE(0xffffffff, packed.length - 4);
    expect(() => unpackAtOnce(packed)).toThrow('incorrect length check');
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['too little', gzipSync(Buffer.from('cut')).subarray(0, 12)],
    ['something else', deflateRawSync(Buffer.from('no gzip at all'))],
  ])('that is %s is refused', (_what, packed) => {
    expect(() => unpackAtOnce(packed)).toThrow();
  });
});
