import fc from 'fast-check';

/** Few values, so that filters and records meet: texts near one another, numbers and booleans as text and as such. */
export const nearTexts = [
  '',
  'a',
  'A',
  'ab',
  'a-b',
  '10.0.0.1',
  '5',
  '5.0',
  '05',
  'true',
  'arn:aws:iam::1:user/ab',
  '😀b',
];

export const nearScalars: readonly (string | number | boolean | null)[] = [...nearTexts, 5, 0, -1.5, true, false, null];

const scalar = fc.constantFrom(...nearScalars);
const leafOrList = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant({}) },
);
const inner = fc.record({ x: leafOrList, y: leafOrList }, { requiredKeys: [] });

export const eventNames = ['StopLogging', 'DeleteTrail', 'stoplogging', 'CreateUser'];
export const eventSources = ['cloudtrail.amazonaws.com', 'iam.amazonaws.com'];

/** Small records of CloudTrail's shape with everything that may be absent, null, a list or of the wrong type. */
export const arbitraryRecord = fc.record(
  {
    eventName: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom<unknown>(...eventNames) },
      { weight: 1, arbitrary: leafOrList },
    ),
    eventSource: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom<unknown>(...eventSources) },
      { weight: 1, arbitrary: leafOrList },
    ),
    awsRegion: leafOrList,
    sourceIPAddress: leafOrList,
    recipientAccountId: leafOrList,
    userIdentity: fc.record(
      {
        userName: leafOrList,
        arn: leafOrList,
        accountId: leafOrList,
        sessionContext: fc.record({ sessionIssuer: fc.record({ userName: leafOrList }, { requiredKeys: [] }) }),
      },
      { requiredKeys: [] },
    ),
    requestParameters: fc.oneof(
      leafOrList,
      inner,
      fc.array(fc.oneof(inner, fc.array(inner, { maxLength: 2 })), { maxLength: 3 }),
    ),
  },
  { requiredKeys: [] },
);
