import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRuleFiles, runRuleTests } from '@trailhound/matcher/offline';
import { loadRuleSet } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';

const rules = fileURLToPath(new URL('../../rules', import.meta.url));

const packs = [
  { pack: 'cis-aws', language: 'cloudwatch', count: 15 },
  { pack: 'eventbridge', language: 'eventbridge', count: 6 },
] as const;

describe.each(packs)('the pack $pack', ({ pack, language, count }) => {
  const folder = join(rules, pack);

  async function load() {
    const { files, problems } = await readRuleFiles([folder]);
    expect(problems).toEqual([]);
    return loadRuleSet(files);
  }

  it('loads without a problem and without a lint', async () => {
    const loaded = await load();
    expect(loaded.problems).toEqual([]);
    expect(loaded.lints.map(({ code, place }) => `${place.file}:${place.line} ${code}`)).toEqual([]);
    expect(loaded.rules.map((rule) => rule.language)).toEqual(Array<string>(count).fill(language));
    expect(existsSync(join(folder, 'PACK.md'))).toBe(true);
  });

  it('names every rule like its file and says what to do', async () => {
    const { rules: loaded } = await load();
    const files = readdirSync(folder).filter((name) => /\.(?:yaml|json)$/.test(name));
    expect(loaded.map(({ id }) => id)).toEqual(files.sort().map((name) => `${pack}.${name.replace(/\.\w+$/, '')}`));
    for (const { id, runbook, description, frameworks } of loaded) {
      expect({ id, told: Boolean(runbook && description && Object.keys(frameworks).length > 0) }).toEqual({
        id,
        told: true,
      });
    }
  });

  it('passes its own tests', async () => {
    const { rules: loaded } = await load();
    const results = runRuleTests(loaded);
    const failed = results
      .filter(({ passed }) => !passed)
      .map(({ rule, test, expected, seen }) => ({ rule: rule.id, test: test.name, expected, seen }));
    expect(failed).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(2 * count);
  });
});

describe('the pack cis-aws', () => {
  it('has every monitoring control of the benchmark once, in both numberings', async () => {
    const { files } = await readRuleFiles([join(rules, 'cis-aws')]);
    const { rules: loaded } = loadRuleSet(files);
    const controls = (framework: string) =>
      loaded.flatMap((rule) => rule.frameworks[framework] ?? []).toSorted(byNumber);
    expect(controls('CIS AWS Foundations 3.0')).toEqual(Array.from({ length: 15 }, (_, index) => `4.${index + 1}`));
    expect(controls('CIS AWS Foundations 1.2')).toEqual(Array.from({ length: 14 }, (_, index) => `3.${index + 1}`));
  });
});

function byNumber(a: string, b: string): number {
  return Number(a.split('.')[1]) - Number(b.split('.')[1]);
}
