import { type FieldPath, recordPath } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import type { Condition, JsonType, LeafPath, Scalar } from './condition.js';
import { parseGlob } from './glob.js';
import { eventNames, eventSources, nearScalars, nearTexts } from './record.arbitrary.js';

const named = fc.constantFrom<FieldPath>(
  recordPath('eventName'),
  recordPath('eventSource'),
  { ...recordPath('eventName'), keyCase: 'fold' },
  { ...recordPath('detail', 'eventName'), root: 'envelope' },
  { ...recordPath('source'), root: 'envelope' },
);
const other = fc.constantFrom<LeafPath>(
  recordPath('awsRegion'),
  recordPath('requestParameters', 'x'),
  recordPath('requestParameters', 0, 'y'),
  { ...recordPath('requestParameters'), arrays: 'explicit' },
  { ...recordPath('userIdentity', 'arn'), take: 'lastArnSegment' },
);
const path: fc.Arbitrary<LeafPath> = fc.oneof(named, other);
const value: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constantFrom(...eventNames, ...eventSources, 'aws.iam'),
  fc.constantFrom(...nearScalars),
);
const text = fc.constantFrom(...eventNames, ...nearTexts, 'Stop', 'logging', 'cloudtrail');
const options = fc.record({ fold: fc.boolean(), neg: fc.boolean() }, { requiredKeys: [] });
const coerce = fc.constantFrom('strict', 'text', 'num');

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom<Condition>({ kind: 'true' }, { kind: 'false' }),
  fc
    .record({ path, value, coerce, options })
    .map(({ options, ...rest }): Condition => ({ kind: 'eq', ...rest, ...options })),
  fc
    .record({ path, values: fc.array(value, { maxLength: 3 }), coerce, options })
    .map(({ options, ...rest }): Condition => ({ kind: 'in', ...rest, ...options })),
  fc
    .record({ kind: fc.constantFrom('prefix', 'suffix', 'contains'), path, text, options })
    .map(({ options, ...rest }): Condition => ({ ...rest, ...options })),
  fc
    .record({ path, pattern: fc.constantFrom('*', 'Stop*', '?*', '*.amazonaws.com', 'a?b'), options })
    .map(({ path, pattern, options }): Condition => ({ kind: 'wildcard', path, glob: parseGlob(pattern), ...options })),
  fc
    .record({
      path,
      source: fc.constantFrom('Stop|Delete', '^a', '[a-c]+$', '.*'),
      anchor: fc.constantFrom('full', 'search'),
    })
    .map((rest): Condition => ({ kind: 'regex', flags: '', ...rest })),
  fc
    .record({ path, mode: fc.constantFrom('present', 'nonNull', 'leaf', 'nonEmpty', 'anyLeaf') })
    .map((rest): Condition => ({ kind: 'exists', ...rest })),
  fc
    .record({ path, mode: fc.constantFrom('explicit', 'missingOrNull') })
    .map((rest): Condition => ({ kind: 'isNull', ...rest })),
  fc
    .record({
      path,
      op: fc.constantFrom('<', '>=', '!='),
      value: fc.constantFrom(0, 5),
      coerce: fc.constantFrom('strict', 'num'),
    })
    .map((rest): Condition => ({ kind: 'num', ...rest })),
  fc
    .record({
      path,
      types: fc.constantFrom<JsonType[]>(['string'], ['null', 'array'], ['number', 'boolean'], ['object']),
    })
    .map((rest): Condition => ({ kind: 'type', ...rest })),
  fc
    .record({ path, addresses: fc.constantFrom(['10.0.0.1'], ['10.0.0.2', '::1']), options })
    .map(({ path, addresses, options: { neg } }): Condition => {
      return { kind: 'netContains', path, addresses, ...(neg === true && { neg }) };
    }),
  fc
    .record({ left: path, right: path, op: fc.constantFrom('=', '!=', '<', 'prefix') })
    .map((rest): Condition => ({ kind: 'cmpField', ...rest })),
  fc
    .record({
      path,
      part: fc.constantFrom('hour', 'week'),
      op: fc.constantFrom('<', '='),
      value: fc.constantFrom(3, 10),
    })
    .map((rest): Condition => ({ kind: 'timePart', ...rest })),
  fc
    .record({ path, op: fc.constantFrom('<', '>='), valueMs: fc.constantFrom(0, 1_768_471_200_000) })
    .map((rest): Condition => ({ kind: 'time', ...rest })),
  fc
    .record({
      path,
      tokens: fc.constantFrom(['stoplogging'], ['a', 'b'], ['10.0.0.1'], ['5'], ['true'], []),
      mode: fc.constantFrom('phrase', 'all', 'any'),
    })
    .map((rest): Condition => ({ kind: 'tokens', ...rest })),
  fc.record({ path, glob: fc.constantFrom('*', 'stop*', 'a', '?') }).map(({ path, glob }): Condition => {
    return { kind: 'tokenTest', path, test: { kind: 'wildcard', glob: parseGlob(glob) } };
  }),
  fc.constantFrom<Condition>({ kind: 'anyText', test: { kind: 'tokens', tokens: ['a', 'b'], mode: 'phrase' } }),
  fc
    .record({ pattern: fc.constantFrom('*', 'Stop*', '?*', 'a?b'), fold: fc.boolean() })
    .map(({ pattern, fold }): Condition => {
      return { kind: 'anyText', test: { kind: 'wildcard', glob: parseGlob(pattern), fold } };
    }),
  fc
    .record({ terms: fc.array(text, { maxLength: 2 }), fold: fc.boolean() })
    .map((rest): Condition => ({ kind: 'text', ...rest })),
  fc.constantFrom<Condition>(
    opaque('always', () => 'match'),
    opaque('never', () => 'no-match'),
    opaque('in error', () => 'error'),
    opaque('throws', () => {
      throw new Error('an opaque condition threw');
    }),
  ),
);

/** Conditions of every shape over few fields and values; some parts are in error on every record. */
export const arbitraryCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constantFrom('and', 'or'), of: fc.array(tie('condition'), { maxLength: 4 }) }),
    tie('condition').map((of): Condition => ({ kind: 'not', of })),
    fc
      .record({
        quantifier: fc.constantFrom('any', 'all', 'none', 'one'),
        path: fc.constantFrom(recordPath('requestParameters'), recordPath('requestParameters', 'x')),
        of: fc.constantFrom<Condition>(
          { kind: 'eq', path: recordPath('x'), value: 'a', coerce: 'text' },
          { kind: 'eq', path: recordPath(), value: 'a', coerce: 'text', neg: true },
          { kind: 'exists', path: recordPath('y'), mode: 'nonNull' },
        ),
      })
      .map((rest): Condition => ({ kind: 'elem', ...rest })),
  ),
})).condition;

function opaque(source: string, run: () => 'match' | 'no-match' | 'error'): Condition {
  return { kind: 'ext', engine: 'jmespath', source, needs: [], run };
}
