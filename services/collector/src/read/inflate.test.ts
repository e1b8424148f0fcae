import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { defaultInflateLimits, type InflateLimits, inflate, inflateBase64 } from './inflate.js';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function inflated(bytes: Uint8Array, size = 1000, limits: InflateLimits = defaultInflateLimits) {
  const parts: Uint8Array[] = [];
  let failure: string | undefined;
  for await (const piece of inflate(chunksOf(bytes, size), limits)) {
    expect(failure).toBeUndefined();
    if (piece.kind === 'bytes') parts.push(piece.bytes);
    else failure = piece.reason;
  }
  return { text: Buffer.concat(parts).toString(), failure };
}

const text = Array.from({ length: 2000 }, (_, n) => `{"line":${n},"noise":"${(n * 7919) % 10007}"}`).join('\n');
const gz = gzipSync(text);
const sizes = [1, 7, 1000, 1_000_000];

describe('inflating an input', () => {
  it.each(sizes)('passes what is no gzip through, in chunks of %i bytes', async (size) => {
    expect(await inflated(Buffer.from(text), size)).toEqual({ text, failure: undefined });
  });

  it.each(['', '{', '\x1f'])('passes %j through', async (short) => {
    expect(await inflated(Buffer.from(short, 'latin1'))).toEqual({ text: short, failure: undefined });
  });

  it.each(sizes)('reads one member, joined members and one within another, in chunks of %i bytes', async (size) => {
    expect(await inflated(gz, size)).toEqual({ text, failure: undefined });
    expect(await inflated(Buffer.concat([gz, gz]), size)).toEqual({ text: text + text, failure: undefined });
    expect(await inflated(gzipSync(gz), size)).toEqual({ text, failure: undefined });
  });

  it('refuses a third layer', async () => {
    expect(await inflated(gzipSync(gzipSync(gz)))).toEqual({ text: '', failure: 'bad_gzip' });
  });

  it.each([1, 100, 100_000])('gives everything before the truncation, in chunks of %i bytes', async (size) => {
    for (const cut of [4, 8, 100]) {
      const { text: got, failure } = await inflated(gz.subarray(0, gz.length - cut), size);
      expect(failure).toBe('bad_gzip');
      if (cut <= 8) expect(got).toBe(text);
      else expect(text.startsWith(got) && got.length > text.length * 0.9).toBe(true);
    }
  });

  it.each([1, 100, 100_000])(
    'gives everything when only the checksum is wrong, in chunks of %i bytes',
    async (size) => {
      for (const small of [text, 'one line']) {
        const damaged = gzipSync(small);
        damaged[damaged.length - 5] = (damaged.at(-5) ?? 0) ^ 0xff;
        expect(await inflated(damaged, size)).toEqual({ text: small, failure: 'bad_gzip' });
      }
    },
  );

  it('tells garbage after the end from padding', async () => {
    expect(await inflated(Buffer.concat([gz, Buffer.alloc(5000)]))).toEqual({ text, failure: undefined });
    const { text: got, failure } = await inflated(Buffer.concat([gz, Buffer.from('garbage that is long enough')]));
    expect(failure).toBe('bad_gzip');
    expect(text.startsWith(got) && got.length >= text.length - 64 * 1024).toBe(true);
  });

  it('refuses what only looks like gzip', async () => {
    expect(await inflated(Buffer.concat([Buffer.from([0x1f, 0x8b]), deflateRawSync(text)]))).toEqual({
      text: '',
      failure: 'bad_gzip',
    });
  });

  it('stops a bomb at the bound on bytes, or at the ratio past its threshold', async () => {
    const zeros = gzipSync(Buffer.alloc(8 << 20));
    const bound = await inflated(zeros, 1000, { maxBytes: 1 << 20, maxRatio: 5000, ratioFromBytes: 0 });
    expect(bound.failure).toBe('gzip_bomb');
    expect(bound.text.length).toBeLessThan(8 << 20);
    const ratio = await inflated(zeros, 1000, { maxBytes: 1 << 30, maxRatio: 200, ratioFromBytes: 2 << 20 });
    expect(ratio.failure).toBe('gzip_bomb');
    const below = await inflated(zeros, 1000, { maxBytes: 1 << 30, maxRatio: 200, ratioFromBytes: 9 << 20 });
    expect(below.failure).toBeUndefined();
  });

  it('stops a bomb within a bomb', async () => {
    const nested = gzipSync(gzipSync(Buffer.alloc(20 << 20)));
    expect((await inflated(nested, 1000, { maxBytes: 2 << 20, maxRatio: 1e9, ratioFromBytes: 0 })).failure).toBe(
      'gzip_bomb',
    );
  });
});

describe('CloudWatch Logs data', () => {
  it('is gzip in base64', () => {
    expect(Buffer.from(inflateBase64(gz.toString('base64')) ?? []).toString()).toBe(text);
    expect(inflateBase64('bm90IGd6aXA=')).toBeUndefined();
    expect(inflateBase64(gz.subarray(0, 100).toString('base64'))).toBeUndefined();
  });
});
