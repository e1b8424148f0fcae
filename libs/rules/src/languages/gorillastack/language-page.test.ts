import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';
import { functions } from './jmespath/functions.js';

const page = readFileSync(new URL('../../../../../docs/languages/gorillastack.md', import.meta.url), 'utf8');

describe('the page of the gorillastack language', () => {
  it('has examples, and they load as they stand', () => {
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);
    expect(examples.length).toBeGreaterThan(1);
    for (const text of examples) expect(loadRuleSet([{ path: 'r.yaml', text }]).problems).toEqual([]);
  });

  it('names every function and every lint', () => {
    for (const name of functions.keys()) expect(page).toContain(`\`${name}\``);
    const sources = ['lints.ts', 'trigger.ts'].map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'));
    const codes = new Set([...sources.join('').matchAll(/code: '([WI]-[A-Z-]+)'/g)].map(([, code = '']) => code));
    expect(codes.size).toBeGreaterThan(6);
    for (const code of codes) expect(page).toContain(`| ${code} |`);
  });
});
