import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedValue } from './bounded-value.js';

describe('boundedValue', () => {
  it('changes nothing that fits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(JSON.stringify(boundedValue(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each([
    { what: 'a long text', value: 'x'.repeat(10_000), shows: /^"x{4095}…"$/ },
    { what: 'a long list', value: Array.from({ length: 1_000 }, () => 0), shows: /^\[(0,){100}"…"\]$/ },
    { what: 'a deep tree', value: JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`), shows: /^\[{8}"…"\]{8}$/ },
  ])('shows where it cut $what', ({ value, shows }) => {
    expect(JSON.stringify(boundedValue(value))).toMatch(shows);
  });

  it('takes __proto__ for a name like any other', () => {
    const bounded = boundedValue(JSON.parse('{"__proto__":{"polluted":1}}'));
    expect(JSON.stringify(bounded)).toBe('{"__proto__":{"polluted":1}}');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
