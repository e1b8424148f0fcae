import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOrigin, parseOrigin } from './record-headers.js';

describe('where a record came from', () => {
  it('reads as it was written', () => {
    const origin = fc.record({ source: fc.string(), input: fc.string(), index: fc.nat() });
    fc.assert(
      fc.property(origin, (written) => {
        expect(parseOrigin(formatOrigin(written))).toEqual(written);
      }),
    );
    const backfill = { source: 'files', input: 'a.json', index: 3, backfill: true, notify: true };
    expect(parseOrigin(formatOrigin(backfill))).toEqual(backfill);
  });

  it.each([
    undefined,
    '',
    'null',
    '[]',
    '"files"',
    '{"source":"files"}',
    '{"source":1,"input":"a","index":0}',
    '{"source":',
  ])('is unknown for the header %s', (header) => {
    expect(parseOrigin(header)).toBeUndefined();
  });

  it('takes no other word for backfill than true', () => {
    expect(parseOrigin('{"source":"s","input":"i","index":0,"backfill":"yes"}')).toEqual({
      source: 's',
      input: 'i',
      index: 0,
    });
  });
});
