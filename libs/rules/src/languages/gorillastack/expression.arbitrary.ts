import fc from 'fast-check';
import { nearTexts } from '../../condition/record.arbitrary.js';

const field = fc.constantFrom(
  'detail.eventName',
  'detail.awsRegion',
  'region',
  'detail.sourceIPAddress',
  'detail.userIdentity.userName',
  'detail.requestParameters',
  'detail.requestParameters.x',
  'detail.requestParameters."y"',
  'detail.requestParameters[0].x',
  'detail.requestParameters[-1].y',
  'detail.missing.altogether',
  'resources',
);
const text = fc
  .constantFrom(...nearTexts)
  .filter((value) => !/['\\]/.test(value))
  .map((value) => `'${value}'`);
const json = fc.constantFrom('`5`', '`0`', '`true`', '`false`', '`null`', '`[]`', '`{}`', '`""`', '`["a"]`', "' '");
const literal = fc.oneof({ weight: 3, arbitrary: text }, json);

const equality = fc
  .oneof(
    fc.tuple(field, fc.constantFrom('==', '!='), literal),
    fc.tuple(literal, fc.constantFrom('==', '!='), field),
    fc.tuple(field, fc.constantFrom('==', '!='), field),
  )
  .map((parts) => parts.join(' '));
const call = fc
  .tuple(fc.constantFrom('starts_with', 'ends_with', 'contains'), field, text)
  .map(([name, subject, part]) => `${name}(${subject}, ${part})`);
const opaque = fc.constantFrom(
  'length(detail.requestParameters)',
  'type(detail.requestParameters)',
  'not_null(detail.awsRegion, detail.sourceIPAddress)',
  'detail.requestParameters[*].x',
  'detail.requestParameters[].y | [0]',
  "detail.requestParameters[?x == 'a'].y",
  'detail.*.x',
  '[detail.awsRegion, region]',
  '{a: detail.awsRegion}',
  'keys(detail.userIdentity)',
  "split(detail.sourceIPAddress, '.', `2`)[1]",
  'to_string(detail.requestParameters)',
  'sort(detail.requestParameters)',
  'detail.requestParameters[1:].x',
);

/** Match expressions that parse; what the original library evaluates otherwise than the specification is left out. */
export const arbitraryExpression: fc.Arbitrary<string> = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: equality },
    { weight: 3, arbitrary: call },
    { weight: 2, arbitrary: field },
    { weight: 1, arbitrary: literal },
    { weight: 1, arbitrary: opaque },
    {
      weight: 4,
      arbitrary: fc
        .tuple(tie('expression'), fc.constantFrom('&&', '||'), tie('expression'))
        .map(([left, op, right]) => `(${left}) ${op} (${right})`),
    },
    { weight: 2, arbitrary: tie('expression').map((expression) => `!(${expression})`) },
  ),
})).expression;
