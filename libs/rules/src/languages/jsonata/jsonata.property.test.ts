import { readFileSync } from 'node:fs';
import { own, viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../compile/compile-rules.js';
import { ruleOf } from '../../compile/rule.arbitrary.js';
import { AskingView, askedOf } from '../../condition/asking-view.js';
import { compileCondition } from '../../condition/compile-condition.js';
import type { Condition, Outcome } from '../../condition/condition.js';
import { arbitraryRecord } from '../../condition/record.arbitrary.js';
import { arbitraryExpression } from './expression.arbitrary.js';
import { fencedExpression, isTrue } from './fence/fenced-expression.js';
import { jsonataLanguage } from './jsonata.js';
import { naiveOutcome } from './naive-expression.oracle.js';

function lowered(expression: string): Condition {
  const result = jsonataLanguage.lower(expression, {});
  if (!result.ok) throw new Error(`${expression}: ${JSON.stringify(result.problems)}`);
  return result.value.condition;
}

async function fenced(expression: string, record: unknown): Promise<Outcome> {
  const result = await fencedExpression(expression).evaluate({ input: record });
  return result.kind === 'error' ? 'error' : isTrue(result.value) ? 'match' : 'no-match';
}

describe('a jsonata expression', () => {
  it('means the same to jsonata, as a condition with its question answered, and in a compiled rule set', async () => {
    let matches = 0;
    let unasked = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryExpression, arbitraryRecord, async (expression, generated) => {
        const record = JSON.parse(JSON.stringify(generated)) as object;
        const naive = await naiveOutcome(expression, record);
        const condition = lowered(expression);
        const first = new AskingView(viewOf(record));
        let outcome = compileCondition(condition)(first);
        const answers = new Map<string, Outcome>();
        for (const { key, expression: asked } of first.asked) answers.set(key, await fenced(asked, record));
        if (answers.size > 0) outcome = compileCondition(condition)(new AskingView(viewOf(record), answers));
        // A guard that does not hold may spare an error; it never costs a match.
        if (naive === 'error' && first.asked.length === 0) expect(outcome).not.toBe('match');
        else expect(outcome).toBe(naive);

        const rules = compileRules([ruleOf('rule', condition)]);
        const bytes = new TextEncoder().encode(JSON.stringify(record));
        const asking = rules.evaluate(bytes);
        if (asking.kind !== 'evaluated') throw new Error('the record is one');
        expect(askedOf(asking.record).map(({ key }) => key)).toEqual([...answers.keys()]);
        const evaluation = rules.evaluate(bytes, undefined, answers);
        expect(evaluation.kind === 'evaluated' && evaluation.matched.length === 1).toBe(outcome === 'match');
        matches += outcome === 'match' ? 1 : 0;
        unasked += answers.size === 0 ? 1 : 0;
        runs += 1;
      }),
      { numRuns: 2000 },
    );
    expect(matches).toBeGreaterThan(runs / 10);
    expect(unasked).toBeGreaterThan(runs / 4);
  });

  it('is read naively by code that knows nothing of conditions', () => {
    const oracle = readFileSync(new URL('naive-expression.oracle.ts', import.meta.url), 'utf8');
    expect([...oracle.matchAll(/from '([^']+)'/g)].map(([, module]) => module)).toEqual(['jsonata']);
  });

  it('is read or refused, whatever the text, with every problem inside it', () => {
    const scraps = fc.constantFrom(
      ...['(', ')', '[', ']', '{', '}', 'and', 'or', '=', '!=', '?', ':', ':=', '~>', '|', '.', '..', '*', '**', '%'],
      ...[
        '"x"',
        "'",
        '"',
        '`',
        '/a+/',
        '/',
        '$',
        '$$',
        '$x',
        'a',
        'b.c',
        '5',
        'function($x)',
        '{{a}}',
        '{{',
        '\u0000',
        '😀',
      ],
    );
    const soup = fc.array(scraps, { maxLength: 30 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        const result = jsonataLanguage.lower(text, { a: 1 });
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
    expect(own({}, 'polluted')).toBe(undefined);
  });
});
