import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const page = read('docs/guarantees.md');

/** `path` “title”, as the page names a test. */
const named = [...page.matchAll(/`([^`]+\.test\.ts)`\s+“([^”]+)”/g)].map(([, path = '', title = '']) => ({
  path,
  title: title.replace(/\s+/g, ' '),
}));

describe('docs/guarantees.md', () => {
  it('names tests that there are', () => {
    expect(named.length).toBeGreaterThan(15);
    const missing = named.filter(({ path, title }) => !existsSync(new URL(path, root)) || !read(path).includes(title));
    expect(missing).toEqual([]);
  });

  it('has a test in every row of its tables', () => {
    const rows = page.split('\n').filter((line) => /^\| (?!---|promise)/.test(line));
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => !/\.test\.ts` “/.test(row))).toEqual([]);
  });
});
