import { readFileSync } from 'node:fs';
import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../../compile/compile-rules.js';
import { ruleOf } from '../../../compile/rule.arbitrary.js';
import { checkCondition } from '../../../condition/check-condition.js';
import { compileCondition } from '../../../condition/compile-condition.js';
import { arbitraryRecord } from '../../../condition/record.arbitrary.js';
import { lowerRule } from '../lower/lower-rule.js';
import { naiveRule } from './naive-python.oracle.js';
import { parsePython } from './parse-python.js';
import { arbitraryPython } from './python.arbitrary.js';

function lowered(source: string) {
  const parsed = parsePython(source);
  if (!parsed.ok) throw new Error(`${source}: ${JSON.stringify(parsed.problems)}`);
  const rule = lowerRule(parsed.module, ({ start }) => `line ${source.slice(0, start).split('\n').length}`);
  if (!rule.ok && rule.problems.every(({ code }) => code === 'E-LIMIT')) return undefined;
  if (!rule.ok) throw new Error(`${source}: ${JSON.stringify(rule.problems)}`);
  expect(checkCondition(rule.exact)).toEqual([]);
  return { module: parsed.module, condition: rule.exact, narrowed: rule.condition };
}

describe('a rule in Python', () => {
  it('means the same run naively, as a condition, and in a compiled rule set', () => {
    const seen = { match: 0, 'no-match': 0, error: 0, tooLarge: 0, narrowed: 0 };
    fc.assert(
      fc.property(fc.array(arbitraryPython, { minLength: 1, maxLength: 2 }), arbitraryRecord, (sources, record) => {
        const rules = sources.map(lowered).filter((rule) => rule !== undefined);
        seen.tooLarge += sources.length - rules.length;
        const naive = rules.map(({ module }) => naiveRule(module, record));
        expect(rules.map(({ condition }) => compileCondition(condition)(viewOf(record)))).toEqual(naive);

        // Narrowing takes errors away, and only where name and source keep the rule from matching.
        const kept = rules.map(({ narrowed }) => compileCondition(narrowed)(viewOf(record)));
        for (const [index, outcome] of kept.entries()) {
          if (outcome === naive[index]) continue;
          expect([naive[index], outcome]).toEqual(['error', 'no-match']);
          seen.narrowed += 1;
        }

        const compiled = compileRules(rules.map(({ condition }, index) => ruleOf(`rule-${index}`, condition)));
        const evaluation = compiled.evaluate(new TextEncoder().encode(JSON.stringify(record)));
        if (evaluation.kind !== 'evaluated') throw new Error(evaluation.message);
        const names = (outcome: string) => naive.flatMap((one, index) => (one === outcome ? [`rule-${index}`] : []));
        expect(evaluation.matched.map(({ id }) => id)).toEqual(names('match'));
        expect(evaluation.failed.map(({ id }) => id)).toEqual(names('error'));
        for (const outcome of naive) seen[outcome] += 1;
      }),
      { numRuns: 150 },
    );
    // Programs and records that never met would agree on nothing but silence.
    expect(seen.match).toBeGreaterThan(15);
    expect(seen.error).toBeGreaterThan(15);
    expect(seen.tooLarge).toBeLessThan(40);
  });

  it('is read or refused, whatever the text, with every problem inside it', () => {
    const scraps = fc.constantFrom(
      ...[
        'def rule(event):\n',
        '    return ',
        '\n',
        '    if ',
        ':\n        return ',
        'event.get("a"',
        ')',
        '(',
        '[',
        ']',
      ],
      ...[
        'f"{',
        '}"',
        '"',
        "'",
        '\\',
        ' not ',
        ' in ',
        ' and ',
        ' for x in ',
        ' if ',
        ' else ',
        'x',
        '.',
        '==',
        ',',
        '\u0000',
      ],
      ...['lambda', ':=', '**', '*', '😀', '#', '{', '}', '1_0', '0x', 'any(', '@', ';'],
    );
    const soup = fc.array(scraps, { maxLength: 40 }).map((parts) => `def rule(event):\n    return ${parts.join('')}`);
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        const parsed = parsePython(text);
        const rule = parsed.ok ? lowerRule(parsed.module, () => '') : parsed;
        if (rule.ok) return;
        expect(rule.problems.length).toBeGreaterThan(0);
        for (const { span } of rule.problems) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is run naively by code that knows nothing of conditions', () => {
    const oracle = readFileSync(new URL('naive-python.oracle.ts', import.meta.url), 'utf8');
    expect([...oracle.matchAll(/from '([^']+)'/g)].map(([, module]) => module)).toEqual(['./syntax.js']);
  });
});
