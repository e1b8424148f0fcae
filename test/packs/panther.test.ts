import { fileURLToPath } from 'node:url';
import { readRuleFiles, runRuleTests } from '@trailhound/matcher/offline';
import { loadRuleSet } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../rules/panther', import.meta.url));

describe('the pack panther', () => {
  it('is read with the Python beside it, without a problem or a lint, and passes the published tests', async () => {
    const { files, problems } = await readRuleFiles([folder]);
    expect(problems).toEqual([]);
    const { rules, lints, problems: loading } = loadRuleSet(files);
    expect([lints, loading]).toEqual([[], []]);
    expect(rules.map(({ id, language, pack }) => [id, language, pack])).toEqual([
      ['AWS.CloudTrail.Created', 'panther', 'panther'],
    ]);
    const results = runRuleTests(rules);
    expect(results.map(({ test, passed }) => [test.name, passed])).toEqual([
      ['CloudTrail Was Created', true],
      ['KMS Decrypt Event', true],
      ['Error Creating CloudTrail', true],
    ]);
  });
});
