import { describe, expect, it } from 'vitest';
import { nestingOf, recordStatistics } from './record-statistics.js';

describe('recordStatistics', () => {
  it('counts shares of all records, and of readOnly those that have it', () => {
    const statistics = recordStatistics([
      { eventVersion: '1.08', readOnly: true, requestParameters: null, responseElements: null },
      { eventVersion: '1.08', readOnly: false, errorCode: 'AccessDenied', requestParameters: { a: { items: [1] } } },
      { eventVersion: '1.09', requestParameters: { tags: ['x'] }, tlsDetails: {} },
      { eventVersion: '1.08', requestParameters: { items: {} } },
    ]);
    expect(statistics).toMatchObject({
      records: 4,
      readOnly: 0.5,
      errorCode: 0.25,
      requestParametersNull: 0.25,
      responseElementsNull: 0.25,
      arrayInRequest: 0.5,
      itemsInRequest: 0.25,
      tlsDetails: 0.25,
    });
    expect([...statistics.versions]).toEqual([
      ['1.08', 3],
      ['1.09', 1],
    ]);
  });

  it('measures size in bytes of compact JSON', () => {
    const { bytes } = recordStatistics([{ a: 'ä' }, { a: 'aa' }, { a: 'aaaa' }]);
    expect(bytes).toEqual({ mean: (10 + 10 + 12) / 3, median: 10, max: 12 });
  });

  it.each([
    ['text', 0],
    [null, 0],
    [{}, 1],
    [[[]], 2],
    [{ a: { b: [{}] } }, 4],
  ] as const)('nests %j %i deep', (value, depth) => {
    expect(nestingOf(value)).toBe(depth);
  });
});
