import { readFileSync } from 'node:fs';
import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../compile/compile-rules.js';
import { ruleOf } from '../../compile/rule.arbitrary.js';
import { compileCondition } from '../../condition/compile-condition.js';
import { arbitraryRecord } from '../../condition/record.arbitrary.js';
import { compileEventPattern } from './compile-event-pattern.js';
import { lowerPattern } from './lower-pattern.js';
import { naiveMatches } from './naive-pattern.oracle.js';
import { arbitraryEvent, arbitraryPattern, eventFieldNames } from './pattern.arbitrary.js';
import { readPattern } from './read-pattern.js';

const recordFieldNames = [
  'source',
  'detail.eventName',
  'detail.eventSource',
  'detail.awsRegion',
  'detail.userIdentity.userName',
  'detail.userIdentity.arn',
  'detail.requestParameters.x',
  'detail.requestParameters.y',
  'account',
];

function understood(pattern: unknown) {
  const read = readPattern(pattern);
  if (read.problems.length > 0) throw new Error(JSON.stringify(read.problems));
  return read.pattern;
}

describe('an event pattern', () => {
  it('means the same read naively, as a condition, and in a compiled rule set', () => {
    let matches = 0;
    const patterns = fc.array(arbitraryPattern(recordFieldNames), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(patterns, arbitraryRecord, (written, record) => {
        const view = viewOf(record);
        const naive = written.map((pattern) => naiveMatches(understood(pattern), view.root('envelope')));
        const conditions = written.map((pattern) => lowerPattern(understood(pattern)).condition);
        expect(conditions.map((condition) => compileCondition(condition)(view) === 'match')).toEqual(naive);

        const rules = compileRules(conditions.map((condition, index) => ruleOf(`rule-${index}`, condition)));
        const evaluation = rules.evaluate(new TextEncoder().encode(JSON.stringify(record)));
        const matched = evaluation.kind === 'evaluated' ? evaluation.matched.map(({ id }) => id) : [];
        expect(matched).toEqual(naive.flatMap((holds, index) => (holds ? [`rule-${index}`] : [])));
        matches += matched.length;
      }),
      { numRuns: 2000 },
    );
    expect(matches).toBeGreaterThan(300);
  });

  it('holds all of its fields to the same element of an array, dotted keys and absent fields included', () => {
    let matches = 0;
    fc.assert(
      fc.property(arbitraryPattern(eventFieldNames), arbitraryEvent, (written, event) => {
        const compiled = compileEventPattern(written);
        if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
        const naive = naiveMatches(understood(written), event);
        expect(compiled.matches(event)).toBe(naive);
        if (naive) matches += 1;
      }),
      { numRuns: 6000 },
    );
    expect(matches).toBeGreaterThan(300);
  });

  it('is read naively by code that knows nothing of conditions', () => {
    const oracle = readFileSync(new URL('naive-pattern.oracle.ts', import.meta.url), 'utf8');
    const imported = [...oracle.matchAll(/from '([^']+)'/g)].map(([, module]) => module);
    expect(imported).toEqual(['node:net', './syntax.js']);
  });

  it('is read or refused, whatever the data', () => {
    const key = fc.constantFrom('detail', '$or', 'prefix', 'anything-but', 'numeric', 'exists', 'a.b', '', '__proto__');
    const { soup } = fc.letrec((tie) => ({
      soup: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>('a', '**', '{{name}}', '>', 5, true, null, '\\'),
        fc.array(tie('soup'), { maxLength: 3 }),
        fc.dictionary(key, tie('soup'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(soup, (data) => {
        const compiled = compileEventPattern(data);
        if (compiled.ok) expect(typeof compiled.matches({ detail: { a: 'a' } })).toBe('boolean');
        else expect(compiled.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 5000 },
    );
  });

  it('of a size nobody writes is refused soon', () => {
    const alternatives = [{ a: ['x'] }, { b: ['x'] }];
    const detail = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}`, { $or: alternatives }]));
    const started = performance.now();
    expect(compileEventPattern({ detail })).toMatchObject({ ok: false, problems: [{ code: 'E-EB-OR' }] });
    let deep: unknown = ['x'];
    for (let depth = 0; depth < 500; depth++) deep = { a: deep, b: [{ exists: false }] };
    expect(compileEventPattern({ detail: deep })).toMatchObject({ ok: false, problems: [{ code: 'E-LIMIT' }] });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
