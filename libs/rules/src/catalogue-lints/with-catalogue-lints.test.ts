import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseCatalogue } from '@trailhound/catalogue';
import { describe, expect, it } from 'vitest';
import { applyFixes } from '../lint/apply-fixes.js';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import { withCatalogueLints } from './with-catalogue-lints.js';

const data = new URL('../../../catalogue/data/catalogue.json.gz', import.meta.url);
const catalogue = parseCatalogue(gunzipSync(readFileSync(data)).toString('utf8'));

function lintsOf(text: string, path = 'rules/a.yaml') {
  const files = [{ path, text }];
  return withCatalogueLints(loadRuleSet(files), files, catalogue).lints;
}

describe('lints of the catalogue in a rule file', () => {
  it('stand at line and column of the condition, in the document they are about', () => {
    const text = [
      'title: first',
      'condition: eventName = "StopLogging"',
      '---',
      'title: second',
      'condition: |',
      '  ip = "192.0.2.1"',
      '    and eventName = "StopLoging"',
      '',
    ].join('\n');
    expect(lintsOf(text)).toMatchObject([
      { code: 'W-UNKNOWN-EVENT', level: 'warning', subject: 'a#2', place: { line: 7, column: 9 } },
    ]);
  });

  it('are mended by --fix, whatever way the condition is quoted', () => {
    const text = `title: t\ncondition: 'eventName = "StopLoging" # here'\n`.replace(' # here', '');
    const { text: fixed } = applyFixes('rules/a.yaml', text, lintsOf(text));
    expect(fixed).toBe(`title: t\ncondition: 'eventName = "StopLogging"'\n`);
    expect(lintsOf(fixed)).toEqual([]);
  });

  it('are left out where the file accepts them', () => {
    const text = 'title: t\ncondition: userIdentity.type = "Root"\n';
    expect(lintsOf(text).map(({ code }) => code)).toEqual(['I-SCAN']);
    expect(lintsOf(`${text}lint: { accept: [I-SCAN] }\n`)).toEqual([]);
  });

  it('stand at the rule, without a fix, where its condition is no text of the file', () => {
    const text = [
      'title: t',
      'id: 5ad4b0ea-1f3a-4f0c-8d5e-0d7c7f6f2b11',
      'status: test',
      'level: low',
      'logsource: { product: aws, service: cloudtrail }',
      'detection:',
      '  selection: { eventName: StopLoging }',
      '  condition: selection',
      '',
    ].join('\n');
    const [lint] = lintsOf(text);
    expect(lint).toMatchObject({ code: 'W-UNKNOWN-EVENT', place: { line: 1 } });
    expect(lint?.fileFix).toBeUndefined();
  });

  it('say once what the language has said, and say it better where they know more', () => {
    const text = 'title: t\ncondition: publiclyAccessible = "true" and eventName = "CreateDBInstance"\n';
    expect(lintsOf(text).map(({ code }) => code)).toEqual(['W-LEAF']);
    const query = `title: t\nlanguage: lucene\ncondition: publiclyAccessible:true AND eventName:CreateDBInstance\n`;
    expect(lintsOf(query).map(({ code }) => code)).toEqual(['W-LEAF']);
  });

  it('take nothing from a set that has none', () => {
    expect(withCatalogueLints(loadRuleSet([]), [], catalogue)).toEqual(loadRuleSet([]));
  });
});
