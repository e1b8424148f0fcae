import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import { arbitraryCondition } from '../../condition/condition.arbitrary.js';
import type { Condition } from '../../condition/condition.js';
import { wellFormedRecord } from '../../condition/well-formed-record.arbitrary.js';
import type { NamedValues, TextLanguage } from '../language.js';
import { arbitraryFilter, filterValues } from '../threatstack/filter.arbitrary.js';
import { threatstack } from '../threatstack/threatstack.js';
import { cloudwatch } from './cloudwatch.js';
import { arbitraryPattern, patternValues } from './pattern.arbitrary.js';
import { printCloudWatch } from './print.js';

const conditionOf = (
  filter: string,
  values: NamedValues = filterValues,
  language: TextLanguage = threatstack,
): Condition => {
  const lowered = language.lower(filter, values);
  if (!lowered.ok) throw new Error(`${filter}: ${JSON.stringify(lowered.problems)}`);
  return lowered.value.condition;
};

/** Prints, reads back and compares; answers whether the condition could be said. */
function survives(condition: Condition, record: unknown): boolean {
  const printed = printCloudWatch(condition);
  if (!printed.ok) {
    expect(printed.problems).toMatchObject([{ code: 'E-CANNOT-SAY' }]);
    return false;
  }
  const again = conditionOf(printed.value, {}, cloudwatch);
  const view = viewOf(record);
  expect(`${printed.value} ${compileCondition(again)(view)}`).toBe(
    `${printed.value} ${compileCondition(condition)(view)}`,
  );
  return true;
}

describe('a condition as a filter pattern', () => {
  it.each([
    [
      'userIdentity.type = "Root" and userIdentity.invokedBy = null and eventType != "AwsServiceEvent"',
      '{ $.userIdentity.type = "Root" && ($.userIdentity.invokedBy NOT EXISTS || $.userIdentity.invokedBy IS NULL) && ($.eventType NOT EXISTS || $.eventType IS NULL || $.eventType != "AwsServiceEvent") }',
    ],
    [
      'eventName in ("StopLogging", "DeleteTrail") and errorCode = null',
      '{ ($.eventName = "StopLogging" || $.eventName = "DeleteTrail") && ($.errorCode NOT EXISTS || $.errorCode IS NULL) }',
    ],
    [
      'errorCode like "*Operation" or errorCode starts_with "Access"',
      '{ $.errorCode = "*Operation" || $.errorCode = "Access*" }',
    ],
  ])('is %s', (filter, pattern) => {
    expect(printCloudWatch(conditionOf(filter))).toEqual({ ok: true, value: pattern });
  });

  it.each([
    ['requestParameters.ipPermissions.items.toPort = 22', 'the field may be a list'],
    ['user = "alice"', 'patterns have no way to name this field'],
    ['eventTime > "2026-01-15"', 'patterns have no such test'],
    ['eventName like "Delete*Policy"', 'wildcards stand at the start and at the end only'],
    ['recipientAccountId = 5', 'patterns compare a number by its digits'],
  ])('is refused for %s', (filter, reason) => {
    const printed = printCloudWatch(conditionOf(filter));
    expect(printed.ok ? printed.value : printed.problems[0]?.message).toContain(reason);
  });

  it('says the same as the filter pattern it came from', () => {
    let said = 0;
    fc.assert(
      fc.property(arbitraryPattern, wellFormedRecord, (pattern, record) => {
        if (survives(conditionOf(pattern, patternValues, cloudwatch), record)) said += 1;
      }),
      { numRuns: 2000 },
    );
    expect(said).toBeGreaterThan(1000);
  });

  it('says the same as the Threat Stack filter it came from, or refuses', () => {
    let said = 0;
    fc.assert(
      fc.property(arbitraryFilter, wellFormedRecord, (filter, record) => {
        if (survives(conditionOf(filter), record)) said += 1;
      }),
      { numRuns: 3000 },
    );
    expect(said).toBeGreaterThan(150);
  });

  it('says the same as any condition, or refuses', () => {
    let said = 0;
    fc.assert(
      fc.property(arbitraryCondition, wellFormedRecord, (condition, record) => {
        if (survives(condition, record)) said += 1;
      }),
      // About three in a hundred can be said, so that a hundred of them are certain.
      { numRuns: 8000 },
    );
    expect(said).toBeGreaterThan(100);
  });
});
