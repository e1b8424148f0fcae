import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lintCodes } from './lint/lint-codes.js';
import { ruleProblemCodes } from './problem-codes.js';

const root = fileURLToPath(new URL('.', import.meta.url));
const catalogues = ['lint/lint-codes.ts', 'problem-codes.ts'];

/** Code literals in the package's source; documentation tables and tests left aside. */
function emittedCodes(): ReadonlySet<string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !catalogues.includes(file),
  );
  expect(files.length).toBeGreaterThan(30);
  const codes = /'((?:[EWI]-[A-Z][A-Z0-9-]*[A-Z0-9])|(?:(?:RULES?|PACK|SUPPRESSION)_[A-Z_]+))'/g;
  return new Set(
    files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(codes)].flatMap(([, code]) => code ?? []),
    ),
  );
}

describe('the reference of codes', () => {
  const documented = [...Object.keys(lintCodes), ...Object.keys(ruleProblemCodes)];

  it('explains every code the package can report', () => {
    expect([...emittedCodes()].filter((code) => !documented.includes(code))).toEqual([]);
  });

  it('explains no code that nothing reports', () => {
    const emitted = emittedCodes();
    expect(documented.filter((code) => !emitted.has(code))).toEqual([]);
  });

  it('lists each code once', () => {
    expect(new Set(documented).size).toBe(documented.length);
  });
});
