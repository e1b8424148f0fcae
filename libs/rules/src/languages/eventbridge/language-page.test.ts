import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';

const page = readFileSync(new URL('../../../../../docs/languages/eventbridge.md', import.meta.url), 'utf8');
const source = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

describe('the page of the eventbridge language', () => {
  it('has examples, and they are understood as they stand', () => {
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);
    expect(examples.length).toBeGreaterThan(1);
    for (const text of examples) expect(loadRuleSet([{ path: 'example.yaml', text }]).problems).toEqual([]);
  });

  it('names every operator and every lint', () => {
    const operators = [...source('read-match.ts').matchAll(/^ {2}'([a-z-]+)',$/gm)].map(([, name = '']) => name);
    expect(operators).toHaveLength(9);
    for (const name of operators) expect(page).toContain(`\`${name}\``);
    const codes = new Set([...source('pattern-lints.ts').matchAll(/code: '([A-Z]-[A-Z-]+)'/g)].map(([, code]) => code));
    expect(codes.size).toBe(3);
    for (const code of codes) expect(page).toContain(`| ${code} |`);
  });
});
