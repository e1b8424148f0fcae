import { describe, expect, it } from 'vitest';
import { lintLevel } from '../../lint/lint.js';
import { isLintCode } from '../../lint/lint-codes.js';
import { threatstack } from './threatstack.js';

function lintsOf(filter: string) {
  const result = threatstack.lower(filter, {});
  return result.ok ? result.value.lints : result.lints;
}

function fixed(filter: string): string {
  return lintsOf(filter).reduceRight((text, { fix }) => {
    return fix === undefined ? text : text.slice(0, fix.span.start) + fix.text + text.slice(fix.span.end);
  }, filter);
}

describe('a lint of the threatstack language', () => {
  it.each<[string, readonly string[]]>([
    ['eventName = "StopLogging"', []],
    ['eventName = “StopLogging”', ['W-CURLY']],
    ["eventName = ‘StopLogging’ and ip = 'x'", ['W-CURLY']],
    ['eventSource = ""', ['W-EMPTY']],
    ['eventSource = “”', ['W-CURLY', 'W-EMPTY']],
    ['requestParameters.encrypted != "true"', ['I-ABSENT']],
    ['requestParameters.name not like "prod-%"', ['I-ABSENT']],
    ['requestParameters.encrypted != null', []],
    ['awsRegion != "us-east-1" and eventName != "x" and region != "y"', []],
    ['requestParameters.sSESpecification.enabled = "true"', []],
    ['userIdentity.username = "x"', ['W-UNKNOWN-FIELD']],
    ['userIdentity.sessionContext.attributes.mfaAuthenticated = "false"', []],
    ['eventname = "x"', ['W-UNKNOWN-FIELD']],
    ['publiclyAccessible = true', ['W-UNKNOWN-FIELD']],
    ['requestParameters.somethingOfItsOwn = 1', []],
    ['requestParameters.groupNames = "x"', []],
    ['responseElements.items[0].groupid = "x"', []],
    ['awsRegion = "{{home}}"', ['W-PLACEHOLDER']],
    ['eventName = "a" or eventName = "b" and ip = "c"', ['W-PREC']],
    ['eventName = "a" or (eventName = "b" and ip = "c")', []],
    ['eventName = "a" and ip = "c" or eventName = "b"', []],
  ])('%s has %j', (filter, codes) => {
    const lints = lintsOf(filter);
    expect(lints.map(({ code }) => code)).toEqual(codes);
    for (const { code, advice } of lints) {
      expect(isLintCode(code)).toBe(true);
      expect(lintLevel(code)).not.toBe('error');
      expect(advice).toBeTruthy();
    }
  });

  it.each([
    ['eventName = “Stop”  or ip = ”x”', 'eventName = "Stop"  or ip = "x"'],
    ['userIdentity.username = “x”', 'userIdentity.userName = "x"'],
    ['userIdentity.sessionContext.sessionIsuer.arn = "x"', 'userIdentity.sessionContext.sessionIssuer.arn = "x"'],
    ['awsRegion = "{{home}}"', 'awsRegion = {{home}}'],
    ['eventName = "a" or eventName = "b" and ip = "c"', 'eventName = "a" or (eventName = "b" and ip = "c")'],
  ])('%s is mended to %s', (filter, expected) => {
    expect(fixed(filter)).toBe(expected);
  });

  it('says what to do about each lint that a filter with problems has', () => {
    expect(lintsOf('eventName = “a” and (').map(({ code }) => code)).toEqual(['W-CURLY']);
  });
});
