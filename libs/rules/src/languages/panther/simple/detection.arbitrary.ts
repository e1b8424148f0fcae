import fc from 'fast-check';
import { eventNames, nearScalars, nearTexts } from '../../../condition/record.arbitrary.js';

const text = fc.constantFrom(...eventNames, ...nearTexts, 'x');
const scalar = fc.oneof(text, fc.constantFrom(...nearScalars.filter((value) => value !== null)));
const key = fc.oneof(
  fc
    .constantFrom('eventName', 'EVENTNAME', 'eventSource', 'awsRegion', 'requestParameters', 'recipientAccountId')
    .map((Key) => ({ Key })),
  fc
    .constantFrom<(string | number)[]>(
      ['requestParameters', 'x'],
      ['requestParameters', 0, 'y'],
      ['userIdentity', 'ARN'],
    )
    .map((DeepKey) => ({ DeepKey })),
  fc
    .constantFrom('requestParameters.x', 'requestParameters[1].y', 'requestParameters[*].x', 'awsRegion[*]')
    .map((KeyPath) => ({ KeyPath })),
);
const elementKey = fc.oneof(
  fc.constant({}),
  fc.constantFrom('x', 'Y').map((Key) => ({ Key })),
);
const list = fc.constantFrom(
  { Key: 'requestParameters' },
  { DeepKey: ['requestParameters', 'x'] },
  { KeyPath: 'awsRegion' },
  { KeyPath: 'requestParameters[*].x' },
);

const textOps = ['Contain', 'StartWith', 'EndWith'].flatMap((name) => [
  name.replace(/(?=With|$)/, 's'),
  `I${name.replace(/(?=With|$)/, 's')}`,
  `DoesNot${name}`,
  `IDoesNot${name}`,
]);

const test = (at: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.oneof(
    fc.tuple(at, fc.constantFrom('Equals', 'DoesNotEqual', 'Contains', 'DoesNotContain'), scalar).map(join),
    fc.tuple(at, fc.constantFrom('IEquals', 'DoesNotIEqual', ...textOps), text).map(join),
    fc
      .tuple(
        at,
        fc.constantFrom('IsGreaterThan', 'IsGreaterThanOrEquals', 'IsLessThan', 'IsLessThanOrEqual'),
        fc.oneof(text, fc.constantFrom(0, 5)),
      )
      .map(join),
    fc
      .tuple(at, fc.constantFrom('IsIn', 'IsNotIn'), fc.array(scalar, { maxLength: 3 }))
      .map(([place, Condition, Values]) => ({ ...place, Condition, Values })),
    fc
      .tuple(at, fc.constantFrom('Exists', 'DoesNotExist', 'IsNull', 'IsNotNull', 'IsNullOrEmpty', 'IsNotNullOrEmpty'))
      .map(([place, Condition]) => ({ ...place, Condition })),
    fc.constantFrom({ Condition: 'AlwaysTrue' }, { Condition: 'AlwaysFalse' }),
  );

function join([place, Condition, Value]: readonly [object, string, unknown]): object {
  return { ...place, Condition, Value };
}

const plainKey = key.filter((one) => !JSON.stringify(one).includes('*'));

/** Lists of match expressions with every form and condition. */
export const arbitraryDetection: fc.Arbitrary<readonly object[]> = fc
  .letrec<{ match: object; element: object }>((tie) => ({
    match: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      test(key),
      fc
        .tuple(fc.constantFrom('All', 'Any', 'OnlyOne', 'None'), fc.array(tie('match'), { maxLength: 3 }))
        .map(([name, of]) => ({ [name]: of })),
      fc
        .tuple(
          list,
          fc.constantFrom('AnyElement', 'AllElements', 'NoElement', 'OnlyOneElement'),
          fc.array(tie('element'), { minLength: 1, maxLength: 2 }),
        )
        .map(([place, Condition, Expressions]) => ({ ...place, Condition, Expressions })),
      fc
        .tuple(
          fc.constantFrom(
            'Equals',
            'DoesNotEqual',
            'IEquals',
            'StartsWith',
            'DoesNotContain',
            'IsGreaterThan',
            'IsLessThanOrEquals',
          ),
          plainKey,
          plainKey,
        )
        .map(([Condition, ...Values]) => ({ Condition, Values })),
    ),
    element: test(elementKey),
  }))
  .match.map((match) => [match]);
