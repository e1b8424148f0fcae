import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRuleFiles, runRuleTests } from '@trailhound/matcher/offline';
import { compileRules, type LoadedRules, loadRuleSet, unmetEnrichments } from '@trailhound/rules';
import { simulateAccount } from '@trailhound/testkit';
import { beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const pack = join(repository, 'rules/coralogix');
const seeds = join(repository, '../shared/seeds');
const encoder = new TextEncoder();

let loaded: LoadedRules;
beforeAll(async () => {
  const { files, problems } = await readRuleFiles([pack]);
  expect(problems).toEqual([]);
  loaded = loadRuleSet(files);
});

/** Rules whose query is ours: the twins. */
const twins = [
  'access-denied-in-accounts',
  'certificate-deleted',
  'certificate-options-updated',
  'cloudtrail-changed-fixed',
  'gateway-changed-fixed',
  'source-outside-countries',
];

describe('the pack coralogix', () => {
  it('loads without a problem and without a lint that is not accepted', () => {
    expect(loaded.problems).toEqual([]);
    expect(loaded.lints.map(({ code, place }) => `${place.file}:${place.line} ${code}`)).toEqual([]);
    expect(loaded.rules).toHaveLength(19 + twins.length);
  });

  it('names every rule like its file, and says what to do about it', () => {
    const files = readdirSync(pack).filter((name) => name.endsWith('.yaml'));
    expect(loaded.rules.map(({ id }) => id)).toEqual(
      files.sort().map((name) => `coralogix.${name.replace('.yaml', '')}`),
    );
    for (const { id, runbook, description, language, threshold, dedupMs } of loaded.rules)
      expect({ id, told: Boolean(runbook && description), language, threshold, dedupMs }).toEqual({
        ...{ id, told: true, language: 'lucene', threshold: null, dedupMs: null },
      });
  });

  it('passes its own tests, with matching and silent ones for every rule', () => {
    const results = runRuleTests(loaded.rules);
    expect(results.filter(({ passed }) => !passed).map(({ rule, test }) => `${rule.id}: ${test.name}`)).toEqual([]);
    for (const { id, tests } of loaded.rules) {
      expect(tests.filter(({ expect }) => expect === 'match').length, `${id}: matching`).toBeGreaterThan(0);
      expect(tests.filter(({ expect }) => expect === 'no-match').length, `${id}: silent`).toBeGreaterThan(0);
    }
  });

  it('takes account names and countries from the configuration', async () => {
    const { files } = await readRuleFiles([pack]);
    const values = { account_names: ['production'], allowed_countries: ['France'] };
    const { rules, problems } = loadRuleSet(files, { packs: { coralogix: { values } } });
    expect(problems).toEqual([]);
    const matched = (record: object) => {
      const evaluation = compileRules(rules).evaluate(
        encoder.encode(JSON.stringify({ eventName: 'X', eventSource: 'y.amazonaws.com', ...record })),
      );
      return evaluation.kind === 'evaluated' ? evaluation.matched.map(({ id }) => id) : [];
    };
    expect(matched({ errorCode: 'AccessDenied', recipientAccountName: 'production' })).toEqual([
      'coralogix.access-denied-in-accounts',
    ]);
    expect(matched({ sourceIPAddress_geoip: { country_name: 'France' } })).toEqual([
      'coralogix.source-outside-india-and-us',
    ]);
    expect(matched({ sourceIPAddress_geoip: { country_name: 'India' } })).toEqual([
      'coralogix.source-outside-countries',
    ]);
  });

  it('says which rules need an enrichment', () => {
    expect(unmetEnrichments(loaded.rules, []).map(({ rule, enrichment }) => `${rule.id} ${enrichment}`)).toEqual([
      'coralogix.access-denied-in-accounts recipientAccountName',
      'coralogix.access-denied recipientAccountName',
      'coralogix.source-outside-countries sourceIPAddress_geoip',
      'coralogix.source-outside-india-and-us sourceIPAddress_geoip',
    ]);
  });

  it('finds the trail that an intruder of the simulated account stops', () => {
    const { records } = simulateAccount({ seed: 1, start: new Date('2026-01-14T00:00:00Z'), hours: 24 });
    const rules = compileRules(loaded.rules);
    const found = new Set<string>();
    for (const record of records) {
      const evaluation = rules.evaluate(encoder.encode(JSON.stringify(record)));
      if (evaluation.kind === 'evaluated') for (const { id } of evaluation.matched) found.add(id);
    }
    expect([...found]).toContain('coralogix.cloudtrail-changed');
    expect([...found]).not.toContain('coralogix.gateway-changed');
  });

  const isPresent = existsSync(seeds);
  const article = isPresent ? readdirSync(seeds).find((name) => name.startsWith('001')) : undefined;
  it.skipIf(!isPresent && process.env.CI !== 'true')(
    `keeps every published query to the letter${isPresent ? '' : ' (skipped: ../shared/seeds is not beside the checkout)'}`,
    () => {
      const text = readFileSync(join(seeds, article ?? ''), 'utf8');
      const published = loaded.rules.filter(({ id }) => !twins.includes(id.replace('coralogix.', '')));
      expect(published).toHaveLength(19);
      for (const { id, conditionText } of published) expect(text.includes(conditionText), id).toBe(true);
    },
  );
});
