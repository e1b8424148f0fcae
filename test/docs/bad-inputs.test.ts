import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** `| number | input | outcome | `path` “title” |` */
const rows = [...read('docs/bad-inputs.md').matchAll(/^\| (\d+) \|.*\| `([^`]+\.test\.ts)` “([^”]+)” \|$/gm)].map(
  ([, number, path = '', title = '']) => ({ number: Number(number), path, title }),
);

describe('docs/bad-inputs.md', () => {
  it('has the cases 1 to 32, each once', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 32 }, (_, at) => at + 1));
  });

  it.each(rows)('$number is a test that begins with its number', ({ number, path, title }) => {
    expect(title.split(':')[0]?.match(/\d+/g)?.map(Number)).toContain(number);
    expect(existsSync(new URL(path, root))).toBe(true);
    expect(read(path)).toContain(title);
  });
});
