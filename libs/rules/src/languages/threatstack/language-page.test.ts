import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { NamedValues } from '../language.js';
import { threatstackAliases } from './aliases.js';
import { threatstack } from './threatstack.js';

const page = readFileSync(new URL('../../../../../docs/languages/threatstack.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(
  ([, yaml = '']) => parse(yaml) as { condition: string; values?: NamedValues },
);

describe('the page of the threatstack language', () => {
  it('has examples, and they are understood as they stand', () => {
    expect(examples.length).toBeGreaterThan(1);
    for (const { condition, values = {} } of examples)
      expect(threatstack.lower(condition, values)).toMatchObject({ ok: true });
  });

  it('names every alias and every lint', () => {
    for (const alias of threatstackAliases.keys()) expect(page).toContain(`\`${alias}\``);
    const source = readFileSync(new URL('lints.ts', import.meta.url), 'utf8');
    const codes = new Set([...source.matchAll(/code: '([A-Z]-[A-Z-]+)'/g)].map(([, code = '']) => code));
    expect(codes.size).toBeGreaterThan(4);
    for (const code of codes) expect(page).toContain(`| ${code} |`);
  });
});
