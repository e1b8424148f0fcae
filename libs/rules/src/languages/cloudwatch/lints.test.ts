import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import { arbitraryRecord } from '../../condition/record.arbitrary.js';
import { lintCodes } from '../../lint/lint-codes.js';
import { cloudwatch } from './cloudwatch.js';
import { arbitraryPattern, patternValues } from './pattern.arbitrary.js';

function lintsOf(pattern: string) {
  const result = cloudwatch.lower(pattern, patternValues);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value.lints;
}

/** The pattern with its first fix carried out. */
function fixed(pattern: string): string | undefined {
  const fix = lintsOf(pattern).find((lint) => lint.fix !== undefined)?.fix;
  return fix && pattern.slice(0, fix.span.start) + fix.text + pattern.slice(fix.span.end);
}

describe('the lints of filter patterns', () => {
  it.each<[string, string, string, string | undefined]>([
    [
      'W-PREC',
      'the published filter for unauthorised calls',
      '{ ($.errorCode = "*Unauthorized") || ($.errorCode = "Denied*") && ($.eventName != "HeadBucket") }',
      '{ ($.errorCode = "*Unauthorized") || (($.errorCode = "Denied*") && ($.eventName != "HeadBucket")) }',
    ],
    ['W-CURLY', 'curly quotes', '{ $.eventName = “StopLogging” }', '{ $.eventName = "StopLogging" }'],
    ['W-PLACEHOLDER', 'a name in quotes', '{ $.eventName = "{{one}}" }', '{ $.eventName = {{one}} }'],
    ['W-INNER-STAR', 'a star inside of a text', '{ $.eventName = "Delete*Policy" }', undefined],
    ['W-BOOL-TEXT', 'the word of a boolean', '{ $.readOnly = true }', '{ $.readOnly IS TRUE }'],
    ['W-UNKNOWN-FIELD', 'a slip of the hand', '{ $.eventname = "a" }', '{ $.eventName = "a" }'],
    ['W-UNKNOWN-FIELD', 'an alias of another language', '{ $.user = "a" }', undefined],
    [
      'W-UNKNOWN-FIELD',
      'a name that is not the last',
      "{ $.userIdentity['sesionContext'].attributes EXISTS }",
      "{ $.userIdentity['sessionContext'].attributes EXISTS }",
    ],
  ])('%s finds %s', (code, _, pattern, wanted) => {
    expect(lintsOf(pattern).map((lint) => lint.code)).toEqual([code]);
    expect(Object.keys(lintCodes)).toContain(code);
    expect(fixed(pattern)).toBe(wanted);
    if (wanted !== undefined) expect(lintsOf(wanted)).toEqual([]);
  });

  it.each([
    '{ ($.errorCode = "a") || (($.errorCode = "b*") && ($.eventName = "*c")) }',
    '{ $.eventName = "a" && ($.errorCode NOT EXISTS || $.errorCode IS NULL) }',
    '{ $.requestParameters.anything[0].else = "**" || $.readOnly = "true" }',
  ])('are silent on %s', (pattern) => {
    expect(lintsOf(pattern)).toEqual([]);
  });

  it('have fixes that keep the meaning, but for the boolean, which was not meant', () => {
    let count = 0;
    fc.assert(
      fc.property(arbitraryPattern, arbitraryRecord, (pattern, record) => {
        const fix = lintsOf(pattern).find((lint) => lint.fix !== undefined && lint.code === 'W-PREC')?.fix;
        if (fix === undefined) return;
        count += 1;
        const repaired = pattern.slice(0, fix.span.start) + fix.text + pattern.slice(fix.span.end);
        expect(outcomeOf(repaired, record)).toBe(outcomeOf(pattern, record));
      }),
      { numRuns: 2000 },
    );
    expect(count).toBeGreaterThan(50);
  });
});

function outcomeOf(pattern: string, record: unknown): string {
  const result = cloudwatch.lower(pattern, patternValues);
  if (!result.ok) throw new Error(`${pattern}: ${JSON.stringify(result.problems)}`);
  return compileCondition(result.value.condition)(viewOf(record));
}
