import { readFileSync } from 'node:fs';
import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../compile/compile-rules.js';
import { ruleOf } from '../../compile/rule.arbitrary.js';
import { compileCondition } from '../../condition/compile-condition.js';
import { arbitraryRecord } from '../../condition/record.arbitrary.js';
import { cloudwatch } from './cloudwatch.js';
import { naiveMatches } from './naive-filter-pattern.oracle.js';
import { parsePattern } from './parser.js';
import { arbitraryPattern, patternValues } from './pattern.arbitrary.js';

function lowered(source: string) {
  const result = cloudwatch.lower(source, patternValues);
  if (!result.ok) throw new Error(`${source}: ${JSON.stringify(result.problems)}`);
  return result.value.condition;
}

describe('a filter pattern', () => {
  it('means the same read naively, as a condition, and in a compiled rule set', () => {
    let matches = 0;
    fc.assert(
      fc.property(fc.array(arbitraryPattern, { minLength: 1, maxLength: 5 }), arbitraryRecord, (sources, record) => {
        const naive = sources.map((source) => naiveMatches(parsePattern(source).pattern, record, patternValues));
        const conditions = sources.map(lowered);
        expect(conditions.map((condition) => compileCondition(condition)(viewOf(record)) === 'match')).toEqual(naive);

        const rules = compileRules(conditions.map((condition, index) => ruleOf(`rule-${index}`, condition)));
        const evaluation = rules.evaluate(new TextEncoder().encode(JSON.stringify(record)));
        const matched = evaluation.kind === 'evaluated' ? evaluation.matched.map(({ id }) => id) : [];
        expect(matched).toEqual(naive.flatMap((holds, index) => (holds ? [`rule-${index}`] : [])));
        matches += matched.length;
      }),
      { numRuns: 3000 },
    );
    expect(matches).toBeGreaterThan(1000);
  });

  it('is read naively by code that knows nothing of conditions', () => {
    const oracle = readFileSync(new URL('naive-filter-pattern.oracle.ts', import.meta.url), 'utf8');
    const imported = [...oracle.matchAll(/from '([^']+)'/g)].map(([, module]) => module);
    expect(imported).toEqual(['../language.js', './syntax.js']);
  });

  it('is read or refused, whatever the text, with every problem inside it', () => {
    const scraps = ['{', '}', '(', ')', '"', '“', '&&', '||', '=', '!=', '$.a', '$', '%x', '%', '{{a', 'IS', 'NOT'];
    const scrap = fc.constantFrom(...scraps, 'EXISTS', '5', '*', '\u0000', '\n', '😀', '[0]', "['x']", '<');
    const soup = fc.array(scrap, { maxLength: 30 }).map((parts) => `{${parts.join(' ')}`);
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        const result = cloudwatch.lower(text, {});
        if (result.ok) return;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { span } of result.problems) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is read in time that grows with its length only, and refused where nobody would write it', () => {
    const started = performance.now();
    const long = `{ ${Array.from({ length: 5000 }, (_, index) => `($.eventName = "Call${index}")`).join(' || ')} }`;
    expect(cloudwatch.lower(long, {}).ok).toBe(true);
    const deep = `{ ${'('.repeat(20_000)}$.a = b`;
    expect(cloudwatch.lower(deep, {})).toMatchObject({ ok: false, problems: [{ code: 'E-LIMIT' }] });
    expect(cloudwatch.lower(`{ $.a = ${'%'.repeat(50_000)}`, {}).ok).toBe(false);
    expect(cloudwatch.lower('{'.repeat(300_000), {})).toMatchObject({ ok: false, problems: [{ code: 'E-LIMIT' }] });
    expect(cloudwatch.lower('{ $.constructor.prototype = "x" }', {})).toMatchObject({ problems: [{ code: 'E-PATH' }] });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
