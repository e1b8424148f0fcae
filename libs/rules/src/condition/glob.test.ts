import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, formatGlob, parseGlob } from './glob.js';

describe('a glob', () => {
  it('agrees with the regular expression it stands for', () => {
    const unit = fc.constantFrom('a', 'b', '😀', 'é');
    const pattern = fc.string({ unit: fc.oneof(unit, fc.constantFrom('*', '?')), maxLength: 8 });
    fc.assert(
      fc.property(pattern, fc.string({ unit, maxLength: 8 }), (glob, text) => {
        const source = [...glob].map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part)).join('');
        expect(compileGlob(parseGlob(glob))(text)).toBe(new RegExp(`^${source}$`, 'su').test(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('looks at letter case unless it is told not to', () => {
    expect(compileGlob(parseGlob('Ad*N'))('admin')).toBe(false);
    expect(compileGlob(parseGlob('Ad*N'), true)('aDMin')).toBe(true);
  });

  it('does not backtrack, whatever the text', () => {
    const test = compileGlob(parseGlob(`${'*a'.repeat(500)}*b`));
    const started = performance.now();
    expect(test('a'.repeat(200_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('is written back as it was read, with neighbouring stars as one', () => {
    expect(formatGlob(parseGlob('a**b?c*'))).toBe('a*b?c*');
    expect(formatGlob(parseGlob('a%_', '%', '_'))).toBe('a*?');
  });
});
