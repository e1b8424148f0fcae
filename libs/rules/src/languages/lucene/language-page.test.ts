import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lucene } from './lucene.js';
import { defaultLuceneOptions, LuceneOptions } from './options.js';

const page = readFileSync(new URL('../../../../../docs/languages/lucene.md', import.meta.url), 'utf8');

describe('the page of the lucene language', () => {
  it('has an example with the default options, which is understood without a lint', () => {
    const [, yaml = ''] = /```yaml\n(id: .*?)```/s.exec(page) ?? [];
    const { condition, lucene: options } = parse(yaml) as { condition: string; lucene: unknown };
    expect(LuceneOptions.parse(options)).toEqual(defaultLuceneOptions);
    expect(lucene.lower(condition, {})).toMatchObject({ ok: true, value: { lints: [] } });
  });

  it('names every lint', () => {
    const sources = ['lints.ts', 'value-lints.ts', 'reader.ts'];
    const text = sources.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8')).join('\n');
    const codes = new Set([...text.matchAll(/code: '([A-Z]-[A-Z-]+)'/g)].map(([, code = '']) => code));
    expect(codes.size).toBeGreaterThan(12);
    for (const code of codes) expect(page).toContain(`| ${code} |`);
  });
});
