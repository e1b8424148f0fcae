import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import { lintLevel } from '../../lint/lint.js';
import { isLintCode } from '../../lint/lint-codes.js';
import { lucene } from './lucene.js';

function lintsOf(query: string) {
  const result = lucene.lower(query, {});
  return result.ok ? result.value.lints : result.lints;
}

/** The query after its fixes, the first of those that overlap. */
function fixed(query: string): string {
  let end = Number.POSITIVE_INFINITY;
  return lintsOf(query).reduceRight((text, { fix }) => {
    if (fix === undefined || fix.span.end > end) return text;
    end = fix.span.start;
    return text.slice(0, fix.span.start) + fix.text + text.slice(fix.span.end);
  }, query);
}

describe('a lint of the lucene language', () => {
  it.each<[string, readonly string[], string?]>([
    ['eventName:StopLogging', []],
    ['eventName:“StopLogging”', ['W-CURLY'], 'eventName:"StopLogging"'],
    ['eventName:”a “', ['W-CURLY'], 'eventName:"a "'],
    ['eventName:"say “a”"', []],
    ['eventSource:\\"s3.amazonaws.com\\"', ['W-ESCQUOTE'], 'eventSource:"s3.amazonaws.com"'],
    ['eventName:a\u00a0OR eventName:b', ['W-NBSP'], 'eventName:a OR eventName:b'],
    ['eventName.keyword:(A|B)', ['W-REGEXGROUP'], 'eventName.keyword:/(A|B)/'],
    ['eventName.keyword:(Stop)Logging', [], undefined],
    ['eventName.keyword:((Stop)Logging)', ['W-REGEXGROUP'], 'eventName.keyword:/((Stop)Logging)/'],
    ['eventName.keyword:(A OR B)', []],
    ['eventName.keyword:(A||B)', []],
    ['eventName:(A)', []],
    ['eventName.keyword:A|B', ['W-REGEXGROUP'], 'eventName.keyword:/(A|B)/'],
    ['eventName:/Stop.*/', ['W-REGEX-TEXT'], 'eventName.keyword:/Stop.*/'],
    ['requestParameters.groupName:/.*admin.*/', ['W-REGEX-TEXT']],
    ['eventName:(/Stop.*/ OR x)', ['W-REGEX-TEXT']],
    ['eventName.keyword:/stop.*/', ['W-CASE'], 'eventName.keyword:/(?i)stop.*/'],
    ['eventName.keyword:/(?i)stop.*/', []],
    ['eventName.keyword:/.*/', []],
    ['eventName.keyword:/^Stop.*$/', ['W-ANCHOR', 'W-ANCHOR'], 'eventName.keyword:/Stop.*/'],
    ['eventName:a OR eventName:b AND eventName:c', ['W-MIXED'], 'eventName:a OR (eventName:b AND eventName:c)'],
    ['eventName:a AND eventName:b eventName:c', ['W-MIXED'], '(eventName:a AND eventName:b) OR eventName:c'],
    ['eventName:a OR NOT eventName:b', ['W-MIXED'], 'eventName:a OR (NOT eventName:b)'],
    ['eventName:a OR eventName:b NOT eventName:c', ['W-MIXED'], 'eventName:a OR (eventName:b NOT eventName:c)'],
    ['eventName:a AND NOT eventName:b AND NOT eventName:c', []],
    ['eventName:a NOT eventName:b', []],
    ['eventName:a eventName:b eventName:c', []],
    ['storageEncrypted:false', ['W-LEAF']],
    ['_exists_:kmsKeyId', ['W-LEAF']],
    ['sourceIPAddress_geoip.country_name:India', ['W-ENRICH']],
    ['_exists_:recipientAccountName AND recipientAccountName:prod', ['W-ENRICH']],
    ['recipientAccountName:"xxx"', ['W-ENRICH', 'W-PLACEHOLDER']],
    ['recipientAccountId:"<your-account>"', ['W-PLACEHOLDER']],
    ['eventName:"{{name}}"', ['W-PLACEHOLDER'], 'eventName:{{name}}'],
    ['eventSource:""', ['W-EMPTY']],
    ['eventSource:"-"', ['W-EMPTY']],
    ['eventname:x', ['W-UNKNOWN-FIELD'], 'eventName:x'],
    ['userIdentity.username.keyword:x', ['W-UNKNOWN-FIELD'], 'userIdentity.userName.keyword:x'],
    ['_exists_:useridentity.type', ['W-UNKNOWN-FIELD'], '_exists_:userIdentity.type'],
    ['eventName:a and eventName:b', ['W-DIALECT'], 'eventName:a AND eventName:b'],
    ['eventName:a not eventName:b', ['W-DIALECT'], 'eventName:a NOT eventName:b'],
    ['eventName = StopLogging', ['W-DIALECT']],
    ['eventName:a –eventName:b', ['W-DIALECT']],
  ])('of %s: %j', (query, codes, after) => {
    const lints = lintsOf(query);
    expect(lints.map(({ code }) => code).toSorted()).toEqual(codes);
    for (const { code, span } of lints) {
      expect(isLintCode(code)).toBe(true);
      expect(lintLevel(code)).toBe('warning');
      expect(span).toBeDefined();
    }
    if (after !== undefined) expect(fixed(query)).toBe(after);
  });

  it('keeps what the published queries match when it is fixed', () => {
    const names = [
      'StopLogging',
      'AuthorizeSecurityGroupIngress',
      'createtrail',
      'CreateTrail|UpdateTrail',
      'CreateTrail',
    ];
    for (const query of [
      'eventName:/(Authorize|Revoke)SecurityGroup((In|E)gress)?/',
      'eventName.keyword:(CreateTrail|UpdateTrail)',
    ]) {
      const answers = [query, fixed(query)].map((text) => {
        const result = lucene.lower(text, {});
        const test = result.ok ? compileCondition(result.value.condition) : () => 'error';
        return names.filter((eventName) => test(viewOf({ eventName })) === 'match');
      });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[0]).toHaveLength(1);
    }
  });
});
