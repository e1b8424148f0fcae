import { readFileSync } from 'node:fs';
import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../compile/compile-rules.js';
import { ruleOf } from '../../compile/rule.arbitrary.js';
import { compileCondition } from '../../condition/compile-condition.js';
import type { Condition } from '../../condition/condition.js';
import { combineClauses } from './clauses.js';
import { lucene } from './lucene.js';
import { naiveCombination, naiveMatches } from './naive-query.oracle.js';
import type { LuceneOptions } from './options.js';
import { parseQuery } from './parser.js';
import { arbitraryEnrichedRecord, arbitraryQuery, queryValues } from './query.arbitrary.js';
import type { ClauseLink } from './syntax.js';

const arbitraryOptions: fc.Arbitrary<LuceneOptions> = fc.record({
  mode: fc.constantFrom('compat', 'strict'),
  defaultOperator: fc.constantFrom('OR', 'AND'),
  boolean: fc.constantFrom('precedence', 'classic'),
});

function lowered(query: string, options: LuceneOptions): { condition: Condition; fixed: string } {
  const language = lucene.configure?.({ lucene: options }) ?? lucene;
  const result = language.lower(query, queryValues);
  if (!result.ok) throw new Error(`${query}: ${JSON.stringify(result.problems)}`);
  const { condition, lints } = result.value;
  return { condition, fixed: withFixes(query, lints) };
}

const exactFixes: ReadonlySet<string> = new Set([
  'W-CURLY',
  'W-ESCQUOTE',
  'W-NBSP',
  'W-REGEXGROUP',
  'W-MIXED',
  'W-ANCHOR',
]);

/** The text after the fixes that promise to keep the meaning to the letter; of two that overlap the first. */
function withFixes(
  text: string,
  lints: readonly { code: string; fix?: { span: { start: number; end: number }; text: string } }[],
): string {
  let fixed = '';
  let at = 0;
  for (const { code, fix } of lints.toSorted((a, b) => (a.fix?.span.start ?? 0) - (b.fix?.span.start ?? 0))) {
    if (fix === undefined || !exactFixes.has(code) || fix.span.start < at) continue;
    fixed += text.slice(at, fix.span.start) + fix.text;
    at = fix.span.end;
  }
  return fixed + text.slice(at);
}

describe('a lucene query', () => {
  it('means the same read naively, as a condition, and in a compiled rule set', () => {
    let matches = 0;
    fc.assert(
      fc.property(
        fc.array(arbitraryQuery, { minLength: 1, maxLength: 5 }),
        arbitraryOptions,
        arbitraryEnrichedRecord,
        (queries, options, record) => {
          const world = { values: queryValues, options, record };
          const naive = queries.map((query) => naiveMatches(parseQuery(query).query, world));
          const conditions = queries.map((query) => lowered(query, options).condition);
          const outcomes = conditions.map((condition) => compileCondition(condition)(viewOf(record)) === 'match');
          expect(outcomes).toEqual(naive);

          const rules = compileRules(conditions.map((condition, index) => ruleOf(`rule-${index}`, condition)));
          const evaluation = rules.evaluate(new TextEncoder().encode(JSON.stringify(record)));
          const matched = evaluation.kind === 'evaluated' ? evaluation.matched.map(({ id }) => id) : [];
          expect(matched).toEqual(naive.flatMap((holds, index) => (holds ? [`rule-${index}`] : [])));
          matches += matched.length;
        },
      ),
      { numRuns: 2500 },
    );
    // Queries and records that never met would agree on nothing but silence.
    expect(matches).toBeGreaterThan(1000);
  });

  it('is read naively by code that knows nothing of conditions', () => {
    const oracle = readFileSync(new URL('naive-query.oracle.ts', import.meta.url), 'utf8');
    const imported = [...oracle.matchAll(/from '([^']+)'/g)].map(([, module]) => module);
    expect(imported).toEqual(['../language.js', './options.js', './syntax.js']);
  });

  it('means the same after its repairs are written down', () => {
    fc.assert(
      fc.property(arbitraryQuery, arbitraryOptions, arbitraryEnrichedRecord, (query, options, record) => {
        const { condition, fixed } = lowered(query, options);
        const after = lowered(fixed, options).condition;
        const view = viewOf(record);
        expect([fixed, compileCondition(after)(view)]).toEqual([fixed, compileCondition(condition)(view)]);
      }),
      { numRuns: 1500 },
    );
  });

  it('is read or refused, whatever the text, with every problem inside it', () => {
    const scraps = fc.constantFrom(
      ...[
        '(',
        ')',
        '"',
        '“',
        '\\"',
        '\\”',
        'AND',
        'OR',
        'NOT',
        '-',
        '+',
        '!',
        ':',
        'f:',
        'f:(',
        '/',
        '[',
        ']',
        '{',
        '}',
      ],
      ...[
        'TO',
        '>',
        '<=',
        '^2',
        '~',
        '*',
        '?',
        '\\',
        '||',
        '&&',
        '|',
        '{{a',
        '{{a}}',
        'x.y',
        '\u0000',
        '\u00a0',
        '\n',
        '😀',
      ],
      ...['_exists_:', '_missing_:x', 'a|b', '(a|b)c', '/a&b/', '/[/', '[1 TO', '@timestamp:[now-1d TO *]'],
    );
    const soup = fc
      .tuple(fc.array(scraps, { maxLength: 30 }), fc.constantFrom('', ' '))
      .map(([parts, by]) => parts.join(by));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), arbitraryOptions, (text, options) => {
        const result = lucene.configure?.({ lucene: options }).lower(text, {});
        if (result === undefined || result.ok) return;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { span } of [...result.problems, ...result.lints]) {
          expect(span?.start ?? 0).toBeGreaterThanOrEqual(0);
          expect(span?.end ?? 0).toBeGreaterThanOrEqual(span?.start ?? 0);
          expect(span?.end ?? 0).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 4000 },
    );
  });
});

describe('clauses side by side', () => {
  const link = fc.record<ClauseLink>({
    conjunction: fc.constantFrom('and', 'or', 'none'),
    modifier: fc.constantFrom('none', 'none', 'not', 'must'),
  });
  it('combine as the plain reading of each mode says, on every row of their truth table', () => {
    fc.assert(
      fc.property(fc.array(link, { minLength: 1, maxLength: 5 }), arbitraryOptions, (links, options) => {
        const [first, ...rest] = links;
        const clauses = first === undefined ? [] : [{ ...first, conjunction: 'none' as const }, ...rest];
        const combination = combineClauses(clauses, options);
        for (let row = 0; row < 2 ** clauses.length; row++) {
          const truth = clauses.map((_, index) => ((row >> index) & 1) === 1);
          expect(truthOf(combination, truth)).toBe(naiveCombination(clauses, truth, options));
        }
      }),
      { numRuns: 1000 },
    );
  });

  function truthOf(combination: ReturnType<typeof combineClauses>, truth: readonly boolean[]): boolean {
    switch (combination.kind) {
      case 'clause':
        return truth[combination.index] ?? false;
      case 'not':
        return !truthOf(combination.of, truth);
      case 'and':
        return combination.of.every((part) => truthOf(part, truth));
      case 'or':
        return combination.of.some((part) => truthOf(part, truth));
      default:
        return combination satisfies never;
    }
  }
});
