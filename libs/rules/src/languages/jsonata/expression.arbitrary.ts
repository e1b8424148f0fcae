import fc from 'fast-check';
import { eventNames, nearTexts } from '../../condition/record.arbitrary.js';

const field = fc.constantFrom(
  'eventName',
  'awsRegion',
  '$.sourceIPAddress',
  'userIdentity.userName',
  'requestParameters',
  'requestParameters.x',
  '$$.requestParameters.`y`',
  'requestParameters.x.z',
  'userIdentity.sessionContext.sessionIssuer.userName',
  'missing.altogether',
);
const text = fc.constantFrom(...nearTexts, ...eventNames).map((value) => JSON.stringify(value));
const literal = fc.oneof({ weight: 3, arbitrary: text }, fc.constantFrom('5', '0', '-1.5', 'true', 'false', 'null'));
const list = fc.array(literal, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`);

const test = fc.oneof(
  fc.tuple(field, fc.constantFrom('=', '!='), literal).map((parts) => parts.join(' ')),
  fc.tuple(field, list).map((parts) => parts.join(' in ')),
  field.map((path) => `$exists(${path})`),
  fc.tuple(field, text).map((parts) => `$contains(${parts.join(', ')})`),
  field,
);
const opaque = fc.constantFrom(
  '$count(requestParameters) > 1',
  'requestParameters.x > 3',
  'requestParameters[x = "a"].y',
  '$contains(awsRegion, /^a+$/)',
  '$uppercase(sourceIPAddress) = "A"',
  '(awsRegion; sourceIPAddress) = "a"',
  'requestParameters.*[0]',
  'requestParameters.x[0] = "a"',
);

/** Expressions in JSONata, simple ones mostly. */
export const arbitraryExpression: fc.Arbitrary<string> = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 6, arbitrary: test },
    { weight: 1, arbitrary: opaque },
    {
      weight: 4,
      arbitrary: fc
        .tuple(tie('expression'), fc.constantFrom('and', 'or'), tie('expression'))
        .map(([left, op, right]) => `(${left}) ${op} (${right})`),
    },
    { weight: 2, arbitrary: tie('expression').map((expression) => `$not(${expression})`) },
    { weight: 1, arbitrary: tie('expression').map((expression) => `$boolean(${expression})`) },
  ),
})).expression;
