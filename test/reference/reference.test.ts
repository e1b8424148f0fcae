import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { referencePages } from '../../scripts/reference-pages.mjs';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

describe('the generated reference', () => {
  it.each(referencePages)('$path is up to date; `npm run reference` writes it', ({ path, text }) => {
    expect(read(path)).toBe(text());
  });
});

describe('docs/reference/errors.md', () => {
  const sources = ['libs', 'services'].flatMap((folder) =>
    readdirSync(fileURLToPath(new URL(folder, root)), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\/src\/.*\.ts$/.test(file) && !/\.test\.ts$|node_modules|\/testing\//.test(file))
      .map((file) => `${folder}/${file}`),
  );
  /** Where codes are given: `code: 'X'`, `new CodedError('X'`, `new ApiFailure(400, 'X'`. */
  const given = /(?:\bcode: |CodedError\(\s*|ApiFailure\(\d+, )'([A-Z]+(?:_[A-Z]+)+)'/g;
  const codes = new Map(
    sources.flatMap((file) => [...read(file).matchAll(given)].map(([, code]) => [code ?? '', file] as const)),
  );

  it('explains every code the source gives', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(codes.size).toBeGreaterThan(20);
    const page = read('docs/reference/errors.md');
    const unexplained = [...codes].filter(([code]) => !page.includes(`### ${code}\n`));
    expect(unexplained).toEqual([]);
  });
});
