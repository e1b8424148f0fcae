import { type FieldPath, recordPath, viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../condition/compile-condition.js';
import { arbitraryCondition } from '../condition/condition.arbitrary.js';
import type { Condition } from '../condition/condition.js';
import { arbitraryRecord } from '../condition/record.arbitrary.js';
import { compileRules } from './compile-rules.js';
import { ruleOf } from './rule.arbitrary.js';

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const named = (value: string): Condition => ({ kind: 'eq', path: recordPath('eventName'), value, coerce: 'text' });
const ids = (rules: readonly { readonly id: string }[]) => rules.map(({ id }) => id);

describe('a compiled rule set', () => {
  it('matches and fails exactly as every condition evaluated by itself', () => {
    const seen = { match: 0, 'no-match': 0, error: 0 };
    fc.assert(
      fc.property(
        fc.array(arbitraryCondition, { minLength: 1, maxLength: 8 }),
        fc.array(arbitraryRecord, { minLength: 1, maxLength: 3 }),
        (conditions, records) => {
          const set = compileRules(conditions.map((condition, index) => ruleOf(`r${index}`, condition)));
          for (const record of records) {
            const evaluation = set.evaluate(bytesOf(record));
            if (evaluation.kind !== 'evaluated') throw new Error(evaluation.message);
            const outcomes = conditions.map((condition) => compileCondition(condition)(viewOf(record)));
            const having = (wanted: string) =>
              outcomes.flatMap((outcome, at) => (outcome === wanted ? [`r${at}`] : []));
            expect(ids(evaluation.matched)).toEqual(having('match'));
            expect(ids(evaluation.failed)).toEqual(having('error'));
            for (const outcome of outcomes) seen[outcome] += 1;
          }
        },
      ),
      { numRuns: 1200 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(60);
  });

  it('skips a record by its hints exactly when evaluating it would match nothing', () => {
    const named = fc.record({
      eventName: fc.constantFrom('StopLogging', 'stoplogging', 'CreateUser'),
      eventSource: fc.constantFrom('iam.amazonaws.com', 'cloudtrail.amazonaws.com'),
      awsRegion: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(arbitraryCondition, { maxLength: 4 }), named, (conditions, record) => {
        const set = compileRules(conditions.map((condition, index) => ruleOf(`r${index}`, condition)));
        const plain = set.evaluate(bytesOf(record));
        const { eventName, eventSource } = record;
        const hinted = set.evaluate(bytesOf(record), { eventName, eventSource });
        if (plain.kind !== 'evaluated' || hinted.kind !== 'evaluated') throw new Error('the record is JSON');
        expect(ids(hinted.matched)).toEqual(ids(plain.matched));
        expect(ids(hinted.failed)).toEqual(ids(plain.failed));
        if (!set.mayMatch({ eventName, eventSource })) {
          expect([...ids(plain.matched), ...ids(plain.failed)]).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [{ eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' }, true],
    [{ eventName: 'ListUsers', eventSource: 'iam.amazonaws.com' }, true],
    [{ eventName: 'ListUsers', eventSource: 'cloudtrail.amazonaws.com' }, false],
    [{ eventName: 'stoplogging', eventSource: 'cloudtrail.amazonaws.com' }, false],
    [{ eventName: 'StopLogging' }, true],
    [{ eventName: 'ListUsers' }, true],
    [{ eventSource: 'cloudtrail.amazonaws.com' }, true],
    [{}, true],
  ])('knows by its hints whether a record %j may match', (hints, expected) => {
    const ofIam: Condition = {
      kind: 'eq',
      path: recordPath('eventSource'),
      value: 'iam.amazonaws.com',
      coerce: 'text',
    };
    const set = compileRules([
      ruleOf('stop', named('StopLogging')),
      ruleOf('iam', ofIam),
      ruleOf('off', { kind: 'true' }, { enabled: false }),
    ]);
    expect(set.mayMatch(hints)).toBe(expected);
    expect(set.mayMatch(hints)).toBe(expected);
  });

  it('does not parse a record whose hints rule out every rule', () => {
    const set = compileRules([ruleOf('stop', named('StopLogging'))]);
    const hints = { eventName: 'ListUsers', eventSource: 'iam.amazonaws.com' };
    expect(set.evaluate(new TextEncoder().encode('{ no JSON'), hints)).toMatchObject({
      kind: 'evaluated',
      matched: [],
    });
  });

  it('believes hints that rule out every rule, and otherwise only the bytes', () => {
    const set = compileRules([ruleOf('stop', named('StopLogging'))]);
    const bytes = bytesOf({ eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' });
    const matched = (eventName: string) => {
      const evaluation = set.evaluate(bytes, { eventName, eventSource: 's' });
      return evaluation.kind === 'evaluated' && ids(evaluation.matched);
    };
    expect(matched('StopLogging')).toEqual(['stop']);
    expect(matched('ListUsers')).toEqual([]);
    const other = bytesOf({ eventName: 'ListUsers' });
    expect(set.evaluate(other, { eventName: 'StopLogging', eventSource: 's' })).toMatchObject({ matched: [] });
  });

  it.each(['{ no JSON', '', '[]', 'null', '"text"', '42'])('answers invalid for %j', (text) => {
    const set = compileRules([ruleOf('stop', named('StopLogging'))]);
    expect(set.evaluate(new TextEncoder().encode(text)).kind).toBe('invalid');
  });

  it('says that bytes are no JSON before it reports a match on them, and need not say so otherwise', () => {
    const set = compileRules([ruleOf('stop', named('StopLogging'))]);
    const kindOf = (text: string) => set.evaluate(new TextEncoder().encode(text)).kind;
    expect(kindOf('{"eventName":"StopLogging","x":oops}')).toBe('invalid');
    expect(kindOf('{"eventName":"StopLogging"')).toBe('invalid');
    expect(kindOf('{"eventName":"ListUsers","x":')).toBe('invalid');
    set.evaluate(bytesOf({ eventName: 'ListUsers' }));
    expect(kindOf('{"eventName":"ListUsers","x":oops}')).toBe('evaluated');
  });

  it.each([
    ['another member of the name nested in it', '{"x":{"eventName":"ListUsers"},"eventName":"StopLogging"}'],
    ['the name written with an escape, behind a decoy', '{"eventName":"ListUsers","event\\u004eame":"StopLogging"}'],
    ['the value written with an escape', '{"eventName":"Stop\\u004cogging"}'],
    ['white space around the colon', '{"eventName"\n:\t"StopLogging"}'],
    ['a text that spells the member', '{"x":"\\"eventName\\":\\"ListUsers\\"","eventName":"StopLogging"}'],
    ['the name as a text in a list', '{"x":["eventName","ListUsers"],"eventName":"StopLogging"}'],
  ])('finds the event name of a record with %s', (_what, text) => {
    const set = compileRules([ruleOf('stop', named('StopLogging'))]);
    set.evaluate(bytesOf({ eventName: 'ListUsers' }));
    const evaluation = set.evaluate(new TextEncoder().encode(text));
    expect(evaluation.kind === 'evaluated' && ids(evaluation.matched)).toEqual(['stop']);
  });

  it.each<[string, FieldPath, string]>([
    ['a member in another case', { ...recordPath('eventName'), keyCase: 'fold' }, '{"EVENTNAME":"StopLogging"}'],
    ['no member of the name but a nested one', recordPath('x', 'eventName'), '{"x":{"eventName":"StopLogging"}}'],
  ])('finds what stands under %s', (_what, path, text) => {
    const set = compileRules([ruleOf('x', { kind: 'eq', path, value: 'StopLogging', coerce: 'text' })]);
    const evaluation = set.evaluate(new TextEncoder().encode(text));
    expect(evaluation.kind === 'evaluated' && ids(evaluation.matched)).toEqual(['x']);
  });

  it('matches a record without an event name that has one inside', () => {
    const nameless: Condition = { kind: 'not', of: { kind: 'exists', path: recordPath('eventName'), mode: 'nonNull' } };
    const set = compileRules([ruleOf('stop', named('StopLogging')), ruleOf('none', nameless)]);
    set.evaluate(bytesOf({ eventName: 'ListUsers' }));
    const evaluation = set.evaluate(bytesOf({ x: { eventName: 'ListUsers' } }));
    expect(evaluation.kind === 'evaluated' && ids(evaluation.matched)).toEqual(['none']);
  });

  it('takes the last of two members of one name, as JSON.parse does', () => {
    const set = compileRules([ruleOf('stop', named('StopLogging')), ruleOf('start', named('StartLogging'))]);
    const text = '{"eventName":"StopLogging","eventSource":"x","eventName":"StartLogging"}';
    const evaluation = set.evaluate(new TextEncoder().encode(text));
    expect(evaluation.kind === 'evaluated' && ids(evaluation.matched)).toEqual(['start']);
  });

  it('reports matches in the order of the rules, whatever finds them', () => {
    const anywhere: Condition = { kind: 'exists', path: recordPath('eventName'), mode: 'nonNull' };
    const folded: Condition = {
      kind: 'eq',
      path: recordPath('eventName'),
      value: 'STOPLOGGING',
      coerce: 'text',
      fold: true,
    };
    const sourced: Condition = { kind: 'eq', path: recordPath('eventSource'), value: 's', coerce: 'text' };
    const set = compileRules([
      ruleOf('a', anywhere),
      ruleOf('b', named('StopLogging')),
      ruleOf('c', sourced),
      ruleOf('d', folded),
    ]);
    const evaluation = set.evaluate(bytesOf({ eventName: 'StopLogging', eventSource: 's' }));
    expect(evaluation.kind === 'evaluated' && ids(evaluation.matched)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leaves disabled rules out', () => {
    const set = compileRules([ruleOf('off', { kind: 'true' }, { enabled: false }), ruleOf('on', { kind: 'true' })]);
    const evaluation = set.evaluate(bytesOf({}));
    expect(evaluation.kind === 'evaluated' && ids(evaluation.matched)).toEqual(['on']);
  });

  it('asks an expression that several rules share once a record', () => {
    let asked = 0;
    const costly: Condition = {
      kind: 'ext',
      engine: 'jmespath',
      source: 'costly',
      needs: [],
      run: () => {
        asked += 1;
        return 'match';
      },
    };
    const rules = ['x', 'y', 'z'].map((value) => ruleOf(value, { kind: 'and', of: [costly, named(value)] }));
    const set = compileRules([...rules, ruleOf('bare', costly)]);
    set.evaluate(bytesOf({ eventName: 'x' }));
    set.evaluate(bytesOf({ eventName: 'y' }));
    expect(asked).toBe(2);
  });

  it('computes enrichment once a record, and only when a rule reads it', () => {
    let computed = 0;
    const enrich = () => {
      computed += 1;
      return { country: 'DE' };
    };
    const foreign: Condition = {
      kind: 'eq',
      path: { ...recordPath('country'), root: 'enriched' },
      value: 'DE',
      coerce: 'text',
    };
    const abroad: Condition = { kind: 'and', of: [named('ConsoleLogin'), foreign] };
    const set = compileRules(
      [ruleOf('abroad', abroad), ruleOf('again', { kind: 'and', of: [abroad, { kind: 'true' }] })],
      { enrich },
    );
    set.evaluate(bytesOf({ eventName: 'ListUsers', eventSource: 's' }));
    expect(computed).toBe(0);
    const evaluation = set.evaluate(bytesOf({ eventName: 'ConsoleLogin', eventSource: 's' }));
    expect(evaluation.kind === 'evaluated' && ids(evaluation.matched)).toEqual(['abroad', 'again']);
    expect(computed).toBe(1);
  });

  it('stays exact when more pairs of name and source come by than it remembers', () => {
    const set = compileRules([ruleOf('stop', named('StopLogging')), ruleOf('all', { kind: 'true' })]);
    for (let index = 0; index < 33_000; index++)
      set.evaluate(bytesOf({ eventName: `n${index}`, eventSource: 's' }), {});
    const evaluation = set.evaluate(bytesOf({ eventName: 'StopLogging', eventSource: 's' }));
    expect(evaluation.kind === 'evaluated' && ids(evaluation.matched)).toEqual(['stop', 'all']);
  });
});

describe('the revision of a rule set', () => {
  const rule = ruleOf('stop', named('StopLogging'));
  const revisionOf = (changes: Partial<typeof rule>) => compileRules([{ ...rule, ...changes }]).revision;

  it('stays the same for another file, other tests, other spans', () => {
    const condition = { ...named('StopLogging'), span: { start: 3, end: 9 } };
    const place = { file: 'other.yaml', line: 9, column: 9 };
    expect(revisionOf({ condition, place })).toBe(revisionOf({}));
  });

  it.each([
    ['condition', { condition: named('StartLogging') }],
    ['severity', { severity: 'high' }],
    ['enabled', { enabled: false }],
    ['title', { title: 'another' }],
  ] as const)('changes with the %s', (_what, changes) => {
    expect(revisionOf(changes)).not.toBe(revisionOf({}));
  });
});
