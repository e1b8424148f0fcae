import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import { arbitraryCondition } from '../../condition/condition.arbitrary.js';
import type { Condition } from '../../condition/condition.js';
import { wellFormedRecord } from '../../condition/well-formed-record.arbitrary.js';
import { cloudwatch } from '../cloudwatch/cloudwatch.js';
import { arbitraryPattern as arbitraryFilterPattern, patternValues } from '../cloudwatch/pattern.arbitrary.js';
import type { NamedValues, TextLanguage } from '../language.js';
import { arbitraryFilter, filterValues } from '../threatstack/filter.arbitrary.js';
import { threatstack } from '../threatstack/threatstack.js';
import { lowerPattern } from './lower-pattern.js';
import { arbitraryPattern } from './pattern.arbitrary.js';
import { printEventBridge } from './print.js';
import { readPattern } from './read-pattern.js';

function conditionOf(
  text: string,
  language: TextLanguage = threatstack,
  values: NamedValues = filterValues,
): Condition {
  const lowered = language.lower(text, values);
  if (!lowered.ok) throw new Error(`${text}: ${JSON.stringify(lowered.problems)}`);
  return lowered.value.condition;
}

const patternCondition = (pattern: unknown): Condition => lowerPattern(readPattern(pattern).pattern).condition;

/** Prints, reads back and compares; answers whether the condition could be said. */
function survives(condition: Condition, record: unknown): boolean {
  const printed = printEventBridge(condition);
  if (!printed.ok) {
    expect(printed.problems).toMatchObject([{ code: 'E-CANNOT-SAY' }]);
    return false;
  }
  const read = readPattern(JSON.parse(printed.value));
  expect(read.problems).toEqual([]);
  const view = viewOf(record);
  const again = compileCondition(lowerPattern(read.pattern).condition)(view);
  expect(`${printed.value} ${again}`).toBe(`${printed.value} ${compileCondition(condition)(view)}`);
  return true;
}

describe('a condition as an event pattern', () => {
  it.each<[string, unknown]>([
    [
      'userIdentity.type = "Root" and userIdentity.invokedBy = null and eventType != "AwsServiceEvent"',
      {
        detail: {
          userIdentity: { type: ['Root'], invokedBy: [null, { exists: false }] },
          eventType: [{ 'anything-but': 'AwsServiceEvent' }, { exists: false }],
        },
      },
    ],
    [
      'eventSource = "s3.amazonaws.com" and (eventName = "PutBucketAcl" or errorCode starts_with "Access")',
      {
        detail: {
          eventSource: ['s3.amazonaws.com'],
          $or: [{ eventName: ['PutBucketAcl'] }, { errorCode: [{ prefix: 'Access' }] }],
        },
      },
    ],
    ['requestParameters.encrypted = "false"', { detail: { requestParameters: { encrypted: ['false', false] } } }],
    ['ip = "10.0.0.1"', { detail: { sourceIPAddress: [{ exactly: '10.0.0.1' }] } }],
    ['eventName like "Delete*Policy"', { detail: { eventName: [{ wildcard: 'Delete*Policy' }] } }],
  ])('is, for %s, as expected', (filter, pattern) => {
    const printed = printEventBridge(conditionOf(filter));
    expect(printed.ok ? JSON.parse(printed.value) : printed.problems).toEqual(pattern);
  });

  it.each([
    ['requestParameters.items.port != 22', 'the field may be a list'],
    [
      'requestParameters.items.port = "a" and requestParameters.items.range = "b"',
      'to one element of detail.requestParameters.items',
    ],
    ['user = "alice"', 'patterns have no way to name this field'],
    ['eventName starts_with "a" and eventName ends_with "b"', 'a pattern has one list for detail.eventName'],
    ['eventTime > "2026-01-15"', 'patterns have no such test'],
    ['eventName like "a?c"', 'patterns have no wildcard for a single character'],
  ])('is refused for %s', (filter, reason) => {
    const printed = printEventBridge(conditionOf(filter));
    expect(printed.ok ? printed.value : printed.problems[0]?.message).toContain(reason);
  });

  it('keeps the elements of lists, ranges and exclusions', () => {
    const pattern = {
      detail: {
        eventName: ['AuthorizeSecurityGroupIngress'],
        requestParameters: {
          items: { port: [{ numeric: ['>=', 20, '<', 30] }], range: [{ 'anything-but': { prefix: ['10.', '192.'] } }] },
        },
      },
    };
    const printed = printEventBridge(patternCondition(pattern));
    expect(printed.ok ? JSON.parse(printed.value) : printed.problems).toEqual(pattern);
  });

  const laws: readonly [string, fc.Arbitrary<Condition>, number, number][] = [
    [
      'event pattern',
      arbitraryPattern([
        'detail.eventName',
        'source',
        'detail.requestParameters.x',
        'detail.requestParameters.y.x',
        'detail.requestParameters.y.y',
      ]).map(patternCondition),
      2000,
      400,
    ],
    ['Threat Stack filter', arbitraryFilter.map((filter) => conditionOf(filter)), 3000, 150],
    ['filter pattern', arbitraryFilterPattern.map((text) => conditionOf(text, cloudwatch, patternValues)), 2000, 50],
    ['condition', arbitraryCondition, 4000, 100],
  ];

  it.each(laws)('says the same as the %s it came from, or refuses', (_, conditions, numRuns, atLeast) => {
    let said = 0;
    fc.assert(
      fc.property(conditions, wellFormedRecord, (condition, record) => {
        if (survives(condition, record)) said += 1;
      }),
      { numRuns },
    );
    expect(said).toBeGreaterThan(atLeast);
  });
});
