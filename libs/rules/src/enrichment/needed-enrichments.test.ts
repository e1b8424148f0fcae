import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import { unmetEnrichments } from './needed-enrichments.js';

const rule = (id: string, condition: string, more = '') =>
  `id: ${id}\ntitle: t\nlanguage: lucene\ncondition: '${condition}'\n${more}---\n`;
const file = [
  rule('plain', 'eventName:x'),
  rule('abroad', 'NOT sourceIPAddress_geoip.country_name:Germany'),
  rule('named', 'eventName:x AND recipientAccountName:prod OR _exists_:sourceIPAddress_geoip'),
  rule('other', 'destination_geoip.ip:x'),
  rule('off', '_exists_:sourceIPAddress_geoip', 'enabled: false\n'),
  rule('muted', 'eventName:x', 'suppressions: [{ when: "recipientAccountName:test", reason: r, owner: o }]\n'),
].join('');

describe('rules that need an enrichment', () => {
  const { rules, problems } = loadRuleSet([{ path: 'r.yaml', text: file }]);
  const unmet = (provided: readonly string[]) =>
    unmetEnrichments(rules, provided).map(({ rule, enrichment }) => `${rule.id} ${enrichment}`);

  it('are found, in their suppressions too, unless they are off', () => {
    expect(problems).toEqual([]);
    expect(unmet([])).toEqual([
      'abroad sourceIPAddress_geoip',
      'named recipientAccountName',
      'named sourceIPAddress_geoip',
      'other destination_geoip',
      'muted recipientAccountName',
    ]);
  });

  it('are content with what is provided', () => {
    expect(unmet(['sourceIPAddress_geoip'])).toEqual([
      'named recipientAccountName',
      'other destination_geoip',
      'muted recipientAccountName',
    ]);
    expect(unmet(['sourceIPAddress_geoip', 'recipientAccountName'])).toEqual(['other destination_geoip']);
  });

  it('are told what to do', () => {
    expect(unmetEnrichments(rules, []).map(({ fix }) => fix.match(/--[\w-]+|sourceIPAddress_geoip$/)?.[0])).toEqual([
      '--geo',
      '--account-name',
      '--geo',
      'sourceIPAddress_geoip',
      '--account-name',
    ]);
  });
});
