import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';

const page = readFileSync(new URL('../../../../../docs/languages/cloudwatch.md', import.meta.url), 'utf8');

describe('the page of the cloudwatch language', () => {
  it('has examples, and they are understood as they stand', () => {
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);
    expect(examples.length).toBeGreaterThan(1);
    for (const text of examples) {
      const { rules, problems } = loadRuleSet([{ path: 'example.yaml', text }]);
      expect(problems).toEqual([]);
      expect(rules.map(({ language }) => language)).toEqual(['cloudwatch']);
    }
  });

  it('names every lint', () => {
    const source = readFileSync(new URL('lints.ts', import.meta.url), 'utf8');
    const codes = new Set([...source.matchAll(/code: '([A-Z]-[A-Z-]+)'/g)].map(([, code = '']) => code));
    expect(codes.size).toBe(6);
    for (const code of codes) expect(page).toContain(`| ${code} |`);
  });
});
