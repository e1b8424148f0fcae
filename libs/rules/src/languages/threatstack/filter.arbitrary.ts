import fc from 'fast-check';
import { eventNames, eventSources, nearTexts } from '../../condition/record.arbitrary.js';
import { quoteLiteral } from '../kit/quotes.js';

const field = fc.constantFrom(
  'eventName',
  'eventSource',
  'user',
  'ip',
  'accountId',
  'region',
  'event_type',
  'userIdentity.arn',
  'requestParameters',
  'requestParameters.x',
  'requestParameters[1].y',
  'missing.altogether',
);
const text = fc.constantFrom(...eventNames, ...eventSources, ...nearTexts, 'cloudtrail', 'b"“\\');
const quoted = fc.oneof(
  text.map(quoteLiteral),
  text.filter((value) => !/["“”\\]/.test(value)).map((value) => `“${value}”`),
  text.filter((value) => !/['\\]/.test(value)).map((value) => `'${value}'`),
);
const number = fc.constantFrom('5', '0', '-1.5', '05', '12345678901234567890', '5e0');
const scalar = fc.oneof(
  { weight: 3, arbitrary: quoted },
  number,
  fc.constantFrom('true', 'FALSE', '{{one}}', '{{five}}'),
);
const equatable = fc.oneof({ weight: 4, arbitrary: scalar }, fc.constant('null'));
const pattern = fc.constantFrom('"a%"', '"_%"', '"*a*"', '"?"', '"a"', '"%"', '"Stop*"', '"😀_"', '"_b"');

const comparison = fc
  .oneof(
    fc.tuple(field, fc.constantFrom('=', '==', '!=', '<>'), equatable),
    fc.tuple(field, fc.constantFrom('<', '<=', '>', '>='), fc.oneof(quoted, number)),
    fc.tuple(
      field,
      fc.constantFrom('starts_with', 'ENDS_WITH', 'contains', 'like', 'not like'),
      fc.oneof(quoted, number),
    ),
    fc.tuple(field, fc.constantFrom('like', 'not like'), pattern),
    fc.tuple(
      field,
      fc.constantFrom('in', 'NOT IN'),
      fc.oneof(
        fc.constantFrom('{{many}}', '{{none}}'),
        fc
          .array(fc.oneof(equatable, fc.constant('{{many}}')), { minLength: 1, maxLength: 3 })
          .map((list) => `(${list.join(',')})`),
      ),
    ),
  )
  .map((parts) => parts.join(' '));

/** The values that the placeholders of {@link arbitraryFilter} name. */
export const filterValues = { one: 'a', five: 5, many: ['a', '10.0.0.1', true, 5, 'StopLogging'], none: [] };

/** Filters without a problem, in every spelling of the grammar. */
export const arbitraryFilter: fc.Arbitrary<string> = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    comparison,
    fc
      .tuple(tie('filter'), fc.constantFrom('and', 'AND', '&&', 'or', 'OR', '||'), tie('filter'))
      .map((parts) => parts.join(' ')),
    tie('filter').map((filter) => `(${filter})`),
    fc.tuple(fc.constantFrom('not ', 'NOT ', '!'), tie('filter')).map(([not, filter]) => `${not}(${filter})`),
  ),
})).filter;
