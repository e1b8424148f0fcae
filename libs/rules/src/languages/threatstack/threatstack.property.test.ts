import { readFileSync } from 'node:fs';
import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../compile/compile-rules.js';
import { ruleOf } from '../../compile/rule.arbitrary.js';
import { compileCondition } from '../../condition/compile-condition.js';
import { arbitraryRecord } from '../../condition/record.arbitrary.js';
import { arbitraryFilter, filterValues } from './filter.arbitrary.js';
import { formatFilter } from './format.js';
import { naiveMatches } from './naive-filter.oracle.js';
import { parseFilter } from './parser.js';
import { threatstack } from './threatstack.js';

function lowered(filter: string) {
  const result = threatstack.lower(filter, filterValues);
  if (!result.ok) throw new Error(`${filter}: ${JSON.stringify(result.problems)}`);
  return result.value.condition;
}

describe('a threatstack filter', () => {
  it('means the same read naively, as a condition, and in a compiled rule set', () => {
    let matches = 0;
    fc.assert(
      fc.property(fc.array(arbitraryFilter, { minLength: 1, maxLength: 5 }), arbitraryRecord, (filters, record) => {
        const naive = filters.map((filter) => naiveMatches(parseFilter(filter).filter, record, filterValues));
        const conditions = filters.map(lowered);
        expect(conditions.map((condition) => compileCondition(condition)(viewOf(record)) === 'match')).toEqual(naive);

        const rules = compileRules(conditions.map((condition, index) => ruleOf(`rule-${index}`, condition)));
        const evaluation = rules.evaluate(new TextEncoder().encode(JSON.stringify(record)));
        const matched = evaluation.kind === 'evaluated' ? evaluation.matched.map(({ id }) => id) : [];
        expect(matched).toEqual(naive.flatMap((holds, index) => (holds ? [`rule-${index}`] : [])));
        matches += matched.length;
      }),
      { numRuns: 3000 },
    );
    // Filters and records that never met would agree on nothing but silence.
    expect(matches).toBeGreaterThan(1000);
  });

  it('is read naively by code that knows nothing of conditions', () => {
    const oracle = readFileSync(new URL('naive-filter.oracle.ts', import.meta.url), 'utf8');
    const imported = [...oracle.matchAll(/from '([^']+)'/g)].map(([, module]) => module);
    expect(imported).toEqual(['../language.js', './syntax.js']);
  });

  it('means the same after formatting, and formatting settles at once', () => {
    fc.assert(
      fc.property(arbitraryFilter, arbitraryRecord, (filter, record) => {
        const formatted = formatFilter(filter);
        expect(formatFilter(formatted)).toBe(formatted);
        const values = filterValues;
        expect(naiveMatches(parseFilter(formatted).filter, record, values)).toBe(
          naiveMatches(parseFilter(filter).filter, record, values),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('is read or refused, whatever the text, with every problem inside it', () => {
    const scraps = fc.constantFrom(
      '(',
      ')',
      '"',
      '“',
      'and',
      'or',
      'not',
      'in',
      '=',
      '=>',
      ',',
      '{{a',
      'x.y',
      '..',
      '\u0000',
      '5',
      '\n',
      '😀',
    );
    const soup = fc.array(scraps, { maxLength: 30 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        const result = threatstack.lower(text, {});
        if (result.ok) return;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { span } of result.problems) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
