import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintsReference } from './lint/lints-reference.js';
import { ruleSchemaText } from './rule-file/rule-schema.js';
import { suppressionSchemaText } from './suppression-file/suppression-schema.js';

const pages = [
  ['lints.md', lintsReference],
  ['rule.schema.json', ruleSchemaText],
  ['suppression.schema.json', suppressionSchemaText],
] as const;

describe('the published reference', () => {
  it.each(pages)('%s is what the code says; `npm run reference` writes it anew', (name, text) => {
    const published = readFileSync(new URL(`../../../docs/reference/${name}`, import.meta.url), 'utf8');
    expect(published).toBe(text());
  });

  it('has a schema with every key of a rule file, closed against others', () => {
    const schema = JSON.parse(ruleSchemaText()) as {
      properties: object;
      additionalProperties: boolean;
      required?: unknown;
    };
    expect(Object.keys(schema.properties).sort()).toEqual(
      'absence accounts actions audit condition dedup description enabled eventNames eventSources falsePositives fields firstSeen frameworks groupBy id jsonata language lint lucene reference regions runbook severity suppressions tags tests threshold title values'.split(
        ' ',
      ),
    );
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toBeUndefined();
  });
});
