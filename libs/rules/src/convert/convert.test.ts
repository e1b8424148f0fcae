import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { lucene } from '../languages/lucene/lucene.js';
import { threatstack } from '../languages/threatstack/threatstack.js';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import type { Conversion } from './conversion.js';
import { printLucene } from './print-lucene.js';
import { printSigma } from './print-sigma.js';

function condition(filter: string): Condition {
  const lowered = threatstack.lower(filter, {});
  if (!lowered.ok) throw new Error(JSON.stringify(lowered.problems));
  return lowered.value.condition;
}

function readSigma(detection: object): Condition {
  const text = JSON.stringify({ title: 'converted', logsource: { product: 'aws', service: 'cloudtrail' }, detection });
  const { rules, problems } = loadRuleSet([{ path: 'converted.json', text }]);
  const [rule] = rules;
  if (!rule) throw new Error(`${JSON.stringify(problems)} in ${text}`);
  return rule.condition;
}

function readLucene(query: string): Condition {
  const lowered = lucene.lower(query, {});
  if (!lowered.ok) throw new Error(`${JSON.stringify(lowered.problems)} in ${query}`);
  return lowered.value.condition;
}

const targets: readonly { readonly name: string; readonly back: (from: Condition) => Conversion<Condition> }[] = [
  { name: 'sigma', back: (from) => mapped(printSigma(from), readSigma) },
  { name: 'lucene', back: (from) => mapped(printLucene(from), readLucene) },
];

function mapped<T>(conversion: Conversion<T>, read: (value: T) => Condition): Conversion<Condition> {
  return conversion.ok ? { ok: true, value: read(conversion.value) } : conversion;
}

describe('conversion', () => {
  it('writes a Sigma detection', () => {
    expect(printSigma(condition('user = "terraform"'))).toMatchObject({ ok: false });
    expect(printSigma(condition('eventName = "StopLogging" and errorCode = null'))).toEqual({
      ok: true,
      value: {
        selection1: { 'eventName|cased': 'StopLogging' },
        selection2: { errorCode: null },
        condition: '(selection1 and selection2)',
      },
    });
  });

  it('writes a Lucene query', () => {
    expect(
      printLucene(condition('eventName in ("A", "B") and not userAgent contains "x y" and errorCode = null')),
    ).toEqual({
      ok: true,
      value: '(eventName.keyword:("A" OR "B") AND (NOT userAgent.keyword:*x\\ y*) AND (NOT _exists_:errorCode))',
    });
  });

  it('names the part whose meaning would not survive, and refuses', () => {
    expect(printLucene(condition('eventName = "A" and requestParameters.x = null'))).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'E-CANNOT-SAY',
          message: expect.stringMatching(/^requestParameters\.x is missing or null: .*empty object/),
        },
      ],
    });
  });

  const text = fc.constantFrom(
    'A',
    'AB',
    'true',
    '',
    'a*b',
    'x?y',
    'back\\slash',
    'with space',
    '10.0.0.1',
    'quote"d',
    'été',
  );
  const field = fc.constantFrom(
    'eventName',
    'errorCode',
    'userAgent',
    'requestParameters.a',
    'requestParameters.list.b',
  );
  const test = fc
    .tuple(field, fc.constantFrom('=', '!=', 'starts_with', 'ends_with', 'contains'), text)
    .map(([name, op, value]) => `${name} ${op} ${JSON.stringify(value)}`);
  const nullTest = fc.tuple(field, fc.constantFrom('= null', '!= null')).map((parts) => parts.join(' '));
  const filter = fc.letrec<{ filter: string }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      test,
      nullTest,
      fc.tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      tie('filter').map((inner) => `not (${inner})`),
    ),
  })).filter;
  const value = fc.oneof(text, fc.constantFrom(true, false, null, 5, 'a', 'xAy', 'ab'));
  const record = fc.record(
    {
      ...{ eventName: text, errorCode: fc.oneof(text, fc.constant(null)), userAgent: text },
      requestParameters: fc.record(
        {
          a: fc.oneof(value, fc.array(value, { maxLength: 2 })),
          list: fc.array(fc.record({ b: value }), { maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );

  it.each(targets)('to $name keeps the meaning on every record, where it converts at all', ({ back }) => {
    let converted = 0;
    fc.assert(
      fc.property(filter, fc.array(record, { minLength: 15, maxLength: 30 }), (source, records) => {
        const from = condition(source);
        const to = back(from);
        if (!to.ok) return;
        converted += 1;
        const [before, after] = [compileCondition(from), compileCondition(to.value)];
        for (const one of records)
          expect([source, one, after(viewOf(one))]).toEqual([source, one, before(viewOf(one))]);
      }),
      { numRuns: 150 },
    );
    expect(converted).toBeGreaterThan(20);
  });
});
