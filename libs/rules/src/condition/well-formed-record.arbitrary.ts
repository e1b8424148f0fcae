import type fc from 'fast-check';
import { arbitraryRecord } from './record.arbitrary.js';

const textMembers: ReadonlySet<string> = new Set([
  'eventName',
  'eventSource',
  'awsRegion',
  'sourceIPAddress',
  'recipientAccountId',
  'userName',
  'arn',
  'accountId',
]);

/** Small records whose documented members have their documented types; request parameters hold anything. */
export const wellFormedRecord: fc.Arbitrary<Record<string, unknown>> = arbitraryRecord.map((record) => {
  const { requestParameters, ...rest } = record;
  const isObject = typeof requestParameters === 'object' && !Array.isArray(requestParameters);
  return {
    ...(textsOnly(rest) as Record<string, unknown>),
    ...(requestParameters !== undefined && {
      requestParameters: isObject ? requestParameters : { x: requestParameters },
    }),
  };
});

function textsOnly(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name, member]) => {
    return !textMembers.has(name) || typeof member === 'string' || member === null;
  });
  return Object.fromEntries(
    entries.map(([name, member]) => [name, textMembers.has(name) ? member : textsOnly(member)]),
  );
}
