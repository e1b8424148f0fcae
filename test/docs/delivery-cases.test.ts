import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** What becomes of hostile destinations, answers and texts: the numbers that titles of tests name. */
const cases = [46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 62, 63];

const root = new URL('../../', import.meta.url);

/** `case 52: …`, `cases 46, 49, 50: …` at the beginning of a title. */
const numbered = /(?:it|describe|\]\)|as const\))\(\s*'cases? ([\d, ]+): /g;

it('every case of hostile destinations, answers and texts has a test that names it', () => {
  const titles = ['libs', 'services'].flatMap((folder) =>
    readdirSync(fileURLToPath(new URL(folder, root)), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts') && !/node_modules|dist\//.test(file))
      .flatMap((file) => [...readFileSync(new URL(`${folder}/${file}`, root), 'utf8').matchAll(numbered)]),
  );
  const named = new Set(titles.flatMap(([, numbers = '']) => numbers.split(',').map(Number)));
  expect(cases.filter((number) => !named.has(number))).toEqual([]);
});
