import fc from 'fast-check';
import { arbitraryRecord, eventNames, eventSources, nearTexts } from '../../condition/record.arbitrary.js';

/** The values that placeholders in {@link arbitraryDetection} name. */
export const detectionValues = { one: 'a', many: ['ab', '5', 'StopLogging'], none: [] };

const field = fc.constantFrom(
  'eventName',
  'eventSource',
  'awsRegion',
  'sourceIPAddress',
  'userIdentity.arn',
  'requestParameters',
  'requestParameters.x',
  'missing.altogether',
);
const plain = fc.constantFrom(...eventNames, ...eventSources, ...nearTexts);
const text = fc.oneof(
  { weight: 3, arbitrary: plain },
  fc.constantFrom(
    '*',
    '?',
    'a*',
    '*b',
    'Stop*ing',
    '?-b',
    '\\*',
    'a\\?b',
    '*"x":*',
    '{*',
    '[]',
    '😀?',
    '\\\\',
    '-a',
    'x /b',
  ),
);
const scalar = fc.oneof({ weight: 4, arbitrary: text }, fc.constantFrom<unknown>(5, 0, -1.5, true, false));
const listed = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));

const item = fc
  .oneof(
    fc.tuple(
      field,
      fc.constantFrom(
        '',
        '|contains',
        '|startswith',
        '|endswith',
        '|contains|all',
        '|cased',
        '|neq',
        '|contains|cased|neq',
        '|all',
      ),
      listed(scalar),
    ),
    fc.tuple(field, fc.constant(''), fc.constant(null)),
    fc.tuple(field, fc.constant('|exists'), fc.boolean()),
    fc.tuple(
      field,
      fc.constantFrom('|re', '|re|i', '|re|contains', '|re|m|s'),
      listed(fc.constantFrom('^a', 'b$', 'Stop|Delete', '[a-c]-', '"y"', '.')),
    ),
    fc.tuple(field, fc.constant('|cidr'), listed(fc.constantFrom('10.0.0.0/8', '192.0.2.0/24', '10.0.0.1'))),
    fc.tuple(field, fc.constantFrom('|lt', '|lte', '|gt', '|gte', '|gte|neq'), listed(fc.constantFrom(0, 5, -1.5))),
    fc.tuple(
      field,
      fc.constantFrom(
        '|fieldref',
        '|fieldref|contains',
        '|fieldref|startswith',
        '|fieldref|endswith',
        '|fieldref|cased',
        '|fieldref|neq',
      ),
      field,
    ),
    fc.tuple(
      fc.constant('eventTime'),
      fc.constantFrom('|hour', '|hour|gte', '|day', '|week|lt', '|month', '|year|lte', '|minute'),
      listed(fc.constantFrom(0, 3, 18, 2026)),
    ),
    fc.tuple(field, fc.constantFrom('|windash', '|windash|contains'), listed(plain.map((value) => `-${value}`))),
    fc.tuple(
      field,
      fc.constantFrom('|expand', '|expand|contains'),
      listed(fc.constantFrom('%one%', '%many%', 'a%one%', '%one%%many%', '%', '%none%')),
    ),
    fc.tuple(
      field,
      fc.constantFrom(
        '|base64',
        '|base64offset|contains',
        '|wide|base64offset|contains',
        '|utf16|base64',
        '|utf16be|contains',
      ),
      listed(plain),
    ),
  )
  .map(([name, modifiers, value]): [string, unknown] => [name + modifiers, value]);

const keyword = listed(fc.constantFrom('stop', 'cloudtrail', '😀', 'a*b', '?', 'nothing at all'));
const fields = fc.array(item, { minLength: 1, maxLength: 2 }).map((entries): unknown => Object.fromEntries(entries));
const search = fc.oneof(
  { weight: 5, arbitrary: fields },
  { weight: 2, arbitrary: fc.array(fc.oneof(fields, fc.constant('stop')), { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: keyword },
  { weight: 1, arbitrary: fc.constantFrom<unknown>({ '|all': ['a', 'b'] }, { '|re': 'St.p' }, { '|cased': 'Stop' }) },
);
const names = ['sel', 'sel_b', 'filter', '_hidden'];
const condition = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...names),
    fc.constantFrom('1 of them', 'all of them', 'any of sel*', 'ALL OF sel*', '1 of _h*', '1 of *_b'),
    fc
      .tuple(tie('condition'), fc.constantFrom('and', 'or', 'AND', 'Or'), tie('condition'))
      .map((parts) => parts.join(' ')),
    tie('condition').map((inner) => `(${inner})`),
    tie('condition').map((inner) => `not (${inner})`),
  ),
})).condition;

/** Detections without a problem, in every spelling of the grammar. */
export const arbitraryDetection = fc.record({
  sel: search,
  sel_b: search,
  filter: search,
  _hidden: search,
  condition: listed(condition),
});

/** Small records, also with a time. */
export const datedRecord = fc
  .tuple(
    arbitraryRecord,
    fc.constantFrom('2026-01-15T18:03:00Z', '2026-03-18T03:00:00Z', '2025-12-31T00:18:00Z', 'never'),
  )
  .map(([record, eventTime]) => ({ ...record, eventTime }));
