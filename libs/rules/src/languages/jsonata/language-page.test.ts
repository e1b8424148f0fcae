import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';
import { forbiddenFunctions, limits } from './fence/fenced-expression.js';

const page = readFileSync(new URL('../../../../../docs/languages/jsonata.md', import.meta.url), 'utf8');

describe('the page of the jsonata language', () => {
  it('has examples, and they load as they stand', () => {
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);
    expect(examples.length).toBeGreaterThan(1);
    for (const text of examples) expect(loadRuleSet([{ path: 'r.yaml', text }]).problems).toEqual([]);
  });

  it('names every limit, what is forbidden, and every lint', () => {
    for (const limit of Object.values(limits)) expect(page).toContain(`| ${limit.toLocaleString('en-US')} `);
    for (const name of forbiddenFunctions) expect(page).toContain(`\`$${name}\``);
    const lints = readFileSync(new URL('lints.ts', import.meta.url), 'utf8');
    for (const [, code] of lints.matchAll(/code: '([WI]-[A-Z-]+)'/g)) expect(page).toContain(`| ${code} |`);
  });
});
