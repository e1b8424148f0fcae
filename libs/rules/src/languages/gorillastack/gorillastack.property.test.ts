import { readFileSync } from 'node:fs';
import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../compile/compile-rules.js';
import { ruleOf } from '../../compile/rule.arbitrary.js';
import { compileCondition } from '../../condition/compile-condition.js';
import { arbitraryRecord, eventNames, eventSources } from '../../condition/record.arbitrary.js';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';
import { arbitraryExpression } from './expression.arbitrary.js';
import { matchExpression } from './match-expression.js';
import { naiveOutcome, type PlainTrigger } from './naive-trigger.oracle.js';

const arbitraryTrigger: fc.Arbitrary<PlainTrigger> = fc.record(
  {
    eventNames: fc.subarray(eventNames, { minLength: 1 }),
    eventSources: fc.subarray(eventSources, { minLength: 1 }),
    regions: fc.constant(['a', 'ab', '5', '10.0.0.1']),
    condition: arbitraryExpression,
  },
  { requiredKeys: ['eventNames', 'condition'] },
);

function conditionOf(trigger: PlainTrigger) {
  const text = JSON.stringify({ language: 'gorillastack', ...trigger });
  const { rules, problems } = loadRuleSet([{ path: 'r.json', text }]);
  const [rule] = rules;
  if (rule === undefined) throw new Error(`${trigger.condition}: ${JSON.stringify(problems)}`);
  return rule.condition;
}

describe('a gorillastack trigger', () => {
  it('matches, does not match and is in error as with the original library, alone and in a compiled rule set', () => {
    const seen = { match: 0, 'no-match': 0, error: 0 };
    fc.assert(
      fc.property(
        fc.array(arbitraryTrigger, { minLength: 1, maxLength: 4 }),
        arbitraryRecord,
        (triggers, generated) => {
          // As it comes out of JSON: fast-check also makes objects without a prototype, which the original trips over.
          const record = JSON.parse(JSON.stringify(generated)) as typeof generated;
          const naive = triggers.map((trigger) => naiveOutcome(trigger, record));
          const conditions = triggers.map(conditionOf);
          expect(conditions.map((condition) => compileCondition(condition)(viewOf(record)))).toEqual(naive);

          const rules = compileRules(conditions.map((condition, index) => ruleOf(`rule-${index}`, condition)));
          const evaluation = rules.evaluate(new TextEncoder().encode(JSON.stringify(record)));
          if (evaluation.kind !== 'evaluated') throw new Error('the record is one');
          const named = (outcome: string) => naive.flatMap((one, index) => (one === outcome ? [`rule-${index}`] : []));
          expect(evaluation.matched.map(({ id }) => id)).toEqual(named('match'));
          expect(evaluation.failed.map(({ id }) => id)).toEqual(named('error'));
          for (const outcome of naive) seen[outcome] += 1;
        },
      ),
      { numRuns: 4000 },
    );
    // Triggers and records that never met would agree on nothing but silence.
    expect(seen.match).toBeGreaterThan(200);
    expect(seen.error).toBeGreaterThan(100);
  });

  it('is read naively by code that knows nothing of conditions', () => {
    const oracle = readFileSync(new URL('naive-trigger.oracle.ts', import.meta.url), 'utf8');
    const imported = [...oracle.matchAll(/from '([^']+)'/g)].map(([, module]) => module);
    expect(imported).toEqual(['node:module', '@trailhound/cloudtrail']);
  });

  it('is read or refused, whatever the text, with every problem inside it', () => {
    const scraps = fc.constantFrom(
      ...['(', ')', '[', ']', '[?', '[]', '{', '}', '&&', '||', '|', '!', '&', '@', '*', '.', ',', ':', '==', '<'],
      ...["'", '"', '`', "'x'", '`1`', '`{`', 'detail', 'x.y', '-1', 'length', 'sort_by', '{{a', '$', '\u0000', '😀'],
    );
    const soup = fc.array(scraps, { maxLength: 30 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        const result = matchExpression.lower(text, {});
        if (result.ok) {
          expect(['match', 'no-match', 'error']).toContain(compileCondition(result.value.condition)(viewOf({})));
          return;
        }
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
