import { parseRecord } from '@trailhound/cloudtrail';
import { compileEventPattern, loadRuleSet } from '@trailhound/rules';
import { describe, expect, test } from 'vitest';
import { generatePatterns, patternSets } from './generate-patterns.js';
import { generateRecords } from './generate-records.js';
import { generateRuleFiles } from './generate-rule-files.js';
import { generateSigmaRules } from './generate-sigma-rules.js';
import { trafficOf } from './traffic.js';

const records = (seed: string, count: number) => [...generateRecords({ seed, records: count })];

describe('records of the corpus', () => {
  const sample = records('test', 5000);

  test('are the same for the same seed, and others for another', () => {
    expect(records('test', 300)).toEqual(records('test', 300));
    expect(records('test', 300)).not.toEqual(records('other', 300));
  });

  test('are CloudTrail records on one line each', () => {
    for (const line of sample) {
      expect(line).not.toContain('\n');
      const parsed = parseRecord(Buffer.from(line));
      expect(parsed).toMatchObject({
        ok: true,
        value: { eventID: expect.any(String), userIdentity: expect.any(Object) },
      });
    }
  });

  test('are about 1,540 bytes long, one in 5,000 with a policy of 60 kB, and four of five read', () => {
    const sizes = sample.map((line) => Buffer.byteLength(line));
    expect(sizes.reduce((sum, size) => sum + size) / sizes.length).toBeGreaterThan(1400);
    expect(sizes.reduce((sum, size) => sum + size) / sizes.length).toBeLessThan(1680);
    expect(sizes.filter((size) => size > 55_000)).toHaveLength(1);
    const reading = sample.filter((line) => line.includes('"readOnly":true')).length;
    expect(reading / sample.length).toBeCloseTo(0.8, 1);
  });

  test('come from 368 event names at 58 sources', () => {
    const { calls } = trafficOf('test');
    expect(new Set(calls.map(({ name }) => name)).size).toBe(368);
    expect(new Set(calls.map(({ event }) => event.source)).size).toBe(58);
  });
});

describe('rules of the corpus', () => {
  test.each(patternSets)('%s: as many event patterns as asked for, the same for the same seed', (set) => {
    const patterns = generatePatterns(set, { seed: 'test', rules: 300 });
    expect(patterns).toHaveLength(300);
    expect(patterns).toEqual(generatePatterns(set, { seed: 'test', rules: 300 }));
    expect(generatePatterns(set, { seed: 'test', rules: 50 })).toEqual(patterns.slice(0, 50));
    for (const pattern of patterns) expect(compileEventPattern({ detail: pattern })).toMatchObject({ ok: true });
  });

  test('one rule in five names no event where the set says so', () => {
    const patterns = generatePatterns('some-without-name', { seed: 'test', rules: 1000 });
    expect(patterns.filter((pattern) => !('eventName' in pattern))).toHaveLength(200);
  });

  test('every operator of the language stands in the mixed set', () => {
    const text = JSON.stringify(generatePatterns('mixed', { seed: 'test', rules: 1000 }));
    const operators = [
      'prefix',
      'suffix',
      'anything-but',
      'exists',
      'numeric',
      'cidr',
      'equals-ignore-case',
      'wildcard',
      '$or',
    ];
    for (const operator of operators) expect(text).toContain(`"${operator}"`);
  });

  test('every rule of the set of languages loads in its own', () => {
    const files = generateRuleFiles({ seed: 'test', rules: 80 });
    const { rules, problems } = loadRuleSet(files.map(({ name, text }, at) => ({ path: `${at}/${name}`, text })));
    expect(problems).toEqual([]);
    expect(new Set(rules.map(({ language }) => language)).size).toBe(8);
  });

  test('the Sigma rules load as their authors would publish them, and all but one in twenty name an event', () => {
    const texts = generateSigmaRules({ seed: 'test', rules: 60 });
    const { rules, problems } = loadRuleSet(texts.map((text, at) => ({ path: `${at}.json`, text })));
    expect(problems).toEqual([]);
    expect(rules.every(({ language }) => language === 'sigma')).toBe(true);
    expect(texts.filter((text) => text.includes('"eventName"'))).toHaveLength(57);
  });
});
