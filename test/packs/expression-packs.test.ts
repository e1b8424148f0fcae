import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConditionProcess } from '@trailhound/adapter-worker';
import { answerRuleTests, readRuleFiles, runRuleTests } from '@trailhound/matcher/offline';
import { explainPlan, loadRuleSet } from '@trailhound/rules';
import { afterAll, describe, expect, it } from 'vitest';

const rules = fileURLToPath(new URL('../../rules', import.meta.url));
const conditions = createConditionProcess();
afterAll(() => conditions.stop());

const packs = [
  { pack: 'gorillastack', language: 'gorillastack', count: 8 },
  { pack: 'jsonata', language: 'jsonata', count: 5 },
] as const;

describe.each(packs)('the pack $pack', ({ pack, language, count }) => {
  const folder = join(rules, pack);

  async function load() {
    const { files, problems } = await readRuleFiles([folder]);
    expect(problems).toEqual([]);
    return loadRuleSet(files);
  }

  it('loads without a problem and without a lint that is not accepted', async () => {
    const loaded = await load();
    expect(loaded.problems).toEqual([]);
    expect(loaded.lints.map(({ code, place }) => `${place.file}:${place.line} ${code}`)).toEqual([]);
    expect(loaded.rules.map((rule) => rule.language)).toEqual(Array<string>(count).fill(language));
    expect(existsSync(join(folder, 'PACK.md'))).toBe(true);
  });

  it('names every rule like its file, says what to do, and finds it by event name or source', async () => {
    const { rules: loaded } = await load();
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    expect(loaded.map(({ id }) => id)).toEqual(files.sort().map((name) => `${pack}.${name.replace('.yaml', '')}`));
    for (const rule of loaded) {
      expect(explainPlan(rule).bucket, rule.id).toMatch(/^event/);
      expect(Boolean(rule.runbook && rule.description), rule.id).toBe(true);
    }
  });

  it('passes its own tests', async () => {
    const { rules: loaded } = await load();
    const results = runRuleTests(loaded, await answerRuleTests(loaded, conditions));
    const failed = results
      .filter(({ passed }) => !passed)
      .map(({ rule, test, expected, seen }) => ({ rule: rule.id, test: test.name, expected, seen }));
    expect(failed).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(2 * count);
  });
});
