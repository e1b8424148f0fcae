import { readdirSync, readFileSync } from 'node:fs';
import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';
import { udmPaths } from './lower/known-calls.js';
import { conditions, listConditions } from './simple/conditions.js';

const page = readFileSync(new URL('../../../../../docs/languages/panther.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);

describe('the page of the panther language', () => {
  it('has an example that loads and passes its test', () => {
    expect(examples).toHaveLength(1);
    const { rules, problems, lints } = loadRuleSet([{ path: 'example.yml', text: examples[0] ?? '' }]);
    expect([problems, lints]).toEqual([[], []]);
    const [rule] = rules;
    const [test] = rule?.tests ?? [];
    expect(rule && compileCondition(rule.condition)(viewOf(test?.events[0]))).toBe(test?.expect);
  });

  it('names every condition, one way each is written', () => {
    const common = [...conditions.keys()].filter((name) => !/^IDoesNot|^DoesNotI|OrEqual$/.test(name));
    for (const name of [...common, ...listConditions.keys()].filter((one) => one !== 'NoElements'))
      expect(page).toContain(`\`${name}\``);
  });

  it('names every lint and every name of the data model', () => {
    for (const name of udmPaths.keys()) expect(page).toContain(`\`${name}\``);
    const folder = new URL('./', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!test)\.ts$/.test(name),
    );
    const source = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
    const codes = new Set([...source.matchAll(/'([WI]-[A-Z-]+|E-PY-DEDUP)'/g)].map(([, code = '']) => code));
    expect(codes.size).toBeGreaterThan(10);
    for (const code of codes) expect(page).toContain(`| ${code} |`);
  });
});
