import fc from 'fast-check';
import { arbitraryRecord, eventNames, eventSources, nearTexts } from '../../condition/record.arbitrary.js';

const field = fc.constantFrom(
  'eventName',
  'eventName.keyword',
  'eventSource',
  'awsRegion',
  'awsRegion.keyword',
  'eventTime',
  '@timestamp',
  'userIdentity.arn',
  'userIdentity.arn.keyword',
  'sourceIPAddress_geoip.country_name',
  'sourceIPAddress_geoip.country_name.keyword',
  'requestParameters.x',
  'requestParameters.x.keyword',
  'requestParameters.y',
  'groupName',
  'publiclyAccessible',
  'missing.altogether',
);
const texts = [...eventNames, ...eventSources, ...nearTexts, '2026-01-15', 'user', 'amazonaws.com', 'Germany', '-1.5'];
const quoted = fc.constantFrom(...texts).map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`);
const curly = fc.constantFrom(...texts).map((text) => `“${text}”`);
const escaped = fc.constantFrom('a-b', 'StopLogging', '10.0.0.1').map((text) => `\\"${text}\\”`);
const word = fc.constantFrom(...texts.filter((text) => /^[\w.@-]+$/.test(text)), 'us\\-east', 'AND\\ b');
const wildcard = fc.constantFrom('Stop*', '*', '?', 'a*', '*.amazonaws.com', 'del?tetrail', '\\*x*', '*ser*');
const regex = fc.constantFrom(
  '/(Stop|Start)Logging/',
  '/stop.*/',
  '/.*[ab]/',
  '/a|b/',
  '/germany|united states/',
  '/arn:aws:.*\\/ab/',
  '/10\\.0\\..*/',
  '//',
);
const range = fc.constantFrom(
  '[1 TO 5]',
  '{0 TO *]',
  '[* TO 5}',
  '>=5',
  '<5',
  '[a TO b]',
  '{"A" TO "ab"}',
  '[2026-01-15 TO 2026-01-16]',
  '{2026-01-14 TO 2026-01-15}',
  '>2026-01-14',
  '[* TO *]',
  '<=b',
);
const named = fc.constantFrom('{{one}}', '{{many}}', '{{none}}');
const value = fc.oneof(
  { weight: 3, arbitrary: quoted },
  { weight: 3, arbitrary: word },
  curly,
  escaped,
  wildcard,
  regex,
  named,
);

/** The values that the placeholders of {@link arbitraryQuery} name. */
export const queryValues = { one: 'a', many: ['a', '10.0.0.1', true, 5, 'StopLogging'], none: [] };

const operator = fc.constantFrom(' AND ', ' OR ', ' && ', ' || ', ' ', '\u00a0', ' NOT ', ' AND NOT ', ' OR -');

/** Queries without a problem, in every spelling of the grammar. */
export const arbitraryQuery: fc.Arbitrary<string> = fc.letrec<{ query: string; inside: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.tuple(field, fc.oneof({ weight: 4, arbitrary: value }, range)).map(([name, text]) => `${name}:${text}`),
    value.filter((text) => text !== '//'),
    fc
      .tuple(
        fc.constantFrom('_exists_', '_missing_'),
        field.filter((name) => !name.includes('@')),
      )
      .map(([how, name]) => `${how}:${name}`),
    fc.tuple(tie('query'), operator, tie('query')).map((parts) => parts.join('')),
    tie('query').map((query) => `(${query})`),
    fc.tuple(fc.constantFrom('NOT ', '!', '+', '-'), tie('query')).map(([not, query]) => `${not}(${query})`),
    fc.tuple(field, tie('inside')).map(([name, inside]) => `${name}:(${inside} )`),
  ),
  inside: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    value,
    fc.tuple(tie('inside'), operator, tie('inside')).map((parts) => parts.join('')),
    fc.tuple(field, value).map(([name, text]) => `${name}:${text}`),
  ),
})).query;

/** Records with times, places and members that queries name without their path. */
export const arbitraryEnrichedRecord = fc
  .tuple(
    arbitraryRecord,
    fc.constantFrom<unknown>(
      '2026-01-15T10:00:00Z',
      '2026-01-14T23:59:59.999Z',
      '2026-01-16T00:30:00+01:00',
      'soon',
      null,
    ),
    fc.constantFrom<unknown>({ country_name: 'Germany' }, { country_name: 'United States' }, undefined, {}),
    fc.constantFrom<unknown>('a', true, ['ab', 5], null, undefined),
  )
  .map(([record, eventTime, place, member]) => ({
    ...record,
    eventTime,
    ...(place !== undefined && { sourceIPAddress_geoip: place }),
    ...(member !== undefined && { responseElements: { groupName: member, publiclyAccessible: member } }),
  }));
