import fc from 'fast-check';
import { eventNames, eventSources, nearTexts } from '../../condition/record.arbitrary.js';
import type { NamedValues } from '../language.js';

const selector = fc.constantFrom(
  '$.eventName',
  '$.eventSource',
  '$.awsRegion',
  '$.userIdentity.arn',
  "$.userIdentity['userName']",
  '$.requestParameters',
  '$.requestParameters.x',
  '$.requestParameters[0].y',
  '$.requestParameters.x[1]',
  '$.missing.altogether',
);
const text = fc.constantFrom(...eventNames, ...eventSources, ...nearTexts, 'b"\\c', '300', '5e0', '+5');
const quoted = fc
  .record({ text, before: fc.constantFrom('', '*'), after: fc.constantFrom('', '', '*') })
  .map(({ text, before, after }) => `"${before}${text.replace(/["\\]/g, '\\$&')}${after}"`);
const value = fc.oneof(
  { weight: 4, arbitrary: quoted },
  fc.constantFrom('StopLogging', 'Stop*', '*.amazonaws.com', '*', '5', '-1.5', '05', '10.0.0.*', 'true', '{{one}}'),
  fc.constantFrom('{{several}}', '{{flag}}', '%[Ss]top%', '%^a.b$%', '%\\d+%'),
);

const test = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(selector, fc.constantFrom('=', '!='), value).map((parts) => parts.join(' ')) },
  fc
    .tuple(selector, fc.constantFrom('<', '<=', '>', '>='), fc.constantFrom('0', '5', '-1.5', '5e0'))
    .map((parts) => parts.join('')),
  fc
    .tuple(selector, fc.constantFrom('IS NULL', 'IS TRUE', 'IS FALSE', 'EXISTS', 'NOT EXISTS', 'is true'))
    .map((parts) => parts.join(' ')),
);

/** What the names in {@link arbitraryPattern} stand for. */
export const patternValues: NamedValues = { one: 'ab', several: ['a', '10.0.0.1', 5, 'StopLogging'], flag: true };

/** Filter patterns over few fields and values; at most two of their values are regular expressions. */
export const arbitraryPattern: fc.Arbitrary<string> = fc
  .letrec<{ body: string }>((tie) => ({
    body: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      test,
      fc
        .record({
          parts: fc.array(tie('body'), { minLength: 2, maxLength: 4 }),
          mark: fc.constantFrom(' && ', '||', ' || '),
          isGrouped: fc.boolean(),
        })
        .map(({ parts, mark, isGrouped }) => (isGrouped ? `(${parts.join(mark)})` : parts.join(mark))),
    ),
  }))
  .body.map((body) => `{ ${body} }`)
  .filter((pattern) => (pattern.match(/%/g) ?? []).length <= 4);
