import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import type { LoweringResult, NamedValues } from '../language.js';
import { lucene } from './lucene.js';
import { defaultLuceneOptions, type LuceneOptions } from './options.js';

const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
const record = {
  eventTime: '2026-01-15T10:00:00Z',
  eventName: 'CreateTrail',
  eventSource: 's3.amazonaws.com',
  awsRegion: 'us-east-1',
  readOnly: false,
  userAgent: 'aws-cli/2.15 Python/3.11',
  errorCode: '',
  userIdentity: {
    type: 'IAMUser',
    userName: 'O\\Neil',
    arn: 'arn:aws:iam::1:user/x',
    sessionContext: { attributes: {} },
  },
  requestParameters: {
    policyArn,
    maxItems: 5,
    offset: -1.5,
    encrypted: null,
    empty: [],
    tags: ['prod', 'eu'],
    ports: [1, 99],
    'x.y': 'dotted',
    'aws:tag': 'colon',
  },
};

function read(query: string, options: Partial<LuceneOptions> = {}, values: NamedValues = {}): LoweringResult {
  const language = lucene.configure?.({ lucene: { ...defaultLuceneOptions, ...options } });
  return (language ?? lucene).lower(query, values);
}

function matches(query: string, options: Partial<LuceneOptions> = {}, values: NamedValues = {}): boolean {
  const result = read(query, options, values);
  if (!result.ok) throw new Error(`${query}: ${result.problems.map(({ message }) => message).join('; ')}`);
  return compileCondition(result.value.condition)(viewOf(record)) === 'match';
}

describe('a lucene value', () => {
  it.each<[string, boolean]>([
    // Words of a text, in any case; whole values of a keyword, as they are.
    ['eventName:createtrail', true],
    ['eventName.keyword:createtrail', false],
    ['eventName.keyword:CreateTrail', true],
    ['eventSource:"amazonaws.com"', true],
    ['eventSource:amazonaws', false],
    ['awsRegion:us', true],
    ['awsRegion:us-east-1', true],
    ['awsRegion:"east us"', false],
    ['requestParameters.policyArn:AdministratorAccess', true],
    ['requestParameters.policyArn.keyword:"arn:aws:iam::aws:policy/AdministratorAccess"', true],
    ['requestParameters.policyArn:arn\\:aws\\:iam', true],
    ['userIdentity.userName.keyword:O\\\\Neil', true],
    // Booleans and numbers by their text; a number also by its value.
    ['readOnly:false', true],
    ['readOnly.keyword:false', true],
    ['requestParameters.maxItems:5', true],
    ['requestParameters.maxItems:5.0', true],
    ['requestParameters.offset:\\-1.5', true],
    ['requestParameters.offset:1.5', false],
    // Lists by any element.
    ['requestParameters.tags:eu', true],
    ['requestParameters.tags:(prod AND eu)', true],
    ['requestParameters.tags:"prod eu"', false],
    // Null and missing match nothing.
    ['requestParameters.encrypted:null', false],
    ['requestParameters.encrypted:false', false],
    ['NOT requestParameters.encrypted:false', true],
    ['-missing:x', true],
    // Odd names with a backslash.
    ['requestParameters.x\\.y:dotted', true],
    ['requestParameters.aws\\:tag:colon', true],
    // Wildcards: of words, or of the whole value.
    ['eventName:Create*', true],
    ['eventName.keyword:Create*', true],
    ['eventName.keyword:create*', false],
    ['eventName.keyword:Create', false],
    ['userAgent:py?hon', true],
    ['userAgent.keyword:aws-cli*', true],
    ['eventName:Create\\*', false],
    // Existence.
    ['eventName:*', true],
    ['_exists_:eventName', true],
    ['_exists_:eventName.keyword', true],
    ['_exists_:errorCode', true],
    ['_exists_:errorMessage', false],
    ['_missing_:errorMessage', true],
    ['_exists_:requestParameters.encrypted', false],
    ['_exists_:requestParameters.empty', false],
    ['_exists_:requestParameters', true],
    ['_exists_:userIdentity.sessionContext', false],
    ['_exists_:"userIdentity.type"', true],
    // Times.
    ['eventTime:[2026-01-01 TO 2026-02-01]', true],
    ['eventTime:[2026-01-15 TO 2026-01-15]', true],
    ['eventTime:{2026-01-15 TO *}', false],
    ['eventTime:[2026-01-15T10:00 TO 2026-01-15T10:00]', true],
    ['eventTime:>"2026-01-15T10:00:00Z"', false],
    ['eventTime:[2025-12 TO 2026-01]', true],
    ['eventTime:2026-01-15', true],
    ['eventTime:2026-01-14', false],
    ['@timestamp:[2026-01-15 TO *]', true],
    // Numbers; both ends for one element.
    ['requestParameters.maxItems:[5 TO 10]', true],
    ['requestParameters.maxItems:{5 TO 10]', false],
    ['requestParameters.maxItems:>=5', true],
    ['requestParameters.ports:[50 TO 60]', false],
    ['requestParameters.ports:[50 TO 100]', true],
    // Texts: words, or whole values.
    ['eventName:[a TO d]', true],
    ['eventName.keyword:[a TO d]', false],
    ['eventName.keyword:[C TO D]', true],
    // No field: any text of the record.
    ['AdministratorAccess', true],
    ['"east 1"', true],
    ['Admin*', true],
    ['/admin.*/', true],
    ['nowhere', false],
    ['*:*', true],
    ['*', true],
  ])('%s: %s', (query, expected) => {
    expect(matches(query)).toBe(expected);
  });

  it('may be bound by name, a list as its alternatives, never read as a part of the query', () => {
    const values = { one: 'CreateTrail', many: ['x', 'us-east-1'], none: [], odd: 'a" OR *:*' };
    expect(matches('eventName.keyword:{{one}}', {}, values)).toBe(true);
    expect(matches('awsRegion:({{many}} OR eu)', {}, values)).toBe(true);
    expect(matches('awsRegion:{{none}}', {}, values)).toBe(false);
    expect(matches('awsRegion:{{odd}}', {}, values)).toBe(false);
    expect(read('awsRegion:{{unknown}}', {}, values)).toMatchObject({ problems: [{ code: 'E-VALUE-UNKNOWN' }] });
  });
});

describe('clauses', () => {
  const T = 'eventName:CreateTrail';
  const F = 'eventName:Other';
  it.each<[string, Partial<LuceneOptions>, boolean]>([
    [`${F} ${T}`, {}, true],
    [`${F} ${T}`, { defaultOperator: 'AND' }, false],
    [`${T} NOT ${T}`, {}, false],
    [`${T} NOT ${F}`, {}, true],
    [`${T} -${F}`, {}, true],
    [`${T} !${F}`, {}, true],
    [`${T} OR ${F} AND ${F}`, {}, true],
    [`${T} OR ${F} AND ${F}`, { boolean: 'classic' }, false],
    [`${F} AND ${F} OR ${T}`, {}, true],
    [`${F} AND ${F} OR ${T}`, { boolean: 'classic' }, false],
    [`+${T} ${F}`, {}, true],
    [`+${F} ${T}`, {}, false],
    [`NOT ${F}`, {}, true],
    [`NOT NOT ${T}`, {}, true],
    [`(${F} OR ${T}) && ${T}`, {}, true],
    [`${F}||${T}`, {}, true],
    ['eventName:(Other OR CreateTrail)', {}, true],
    ['eventName:(CreateTrail AND NOT Other)', {}, true],
    ['eventName:(Other OR awsRegion:us)', {}, true],
    [`(${T})^2 AND ${T}^1.5`, {}, true],
  ])('%s under %o: %s', (query, options, expected) => {
    expect(matches(query, options)).toBe(expected);
  });
});

describe('what is no lucene query', () => {
  it.each<[string, string, string]>([
    ['', 'E-SYNTAX', 'empty'],
    ['eventName:', 'E-SYNTAX', 'no value'],
    ['eventName:"open', 'E-SYNTAX', 'closing quote'],
    ['eventName:/open', 'E-SYNTAX', 'closing slash'],
    ['(eventName:x', 'E-SYNTAX', 'not closed'],
    ['eventName:x)', 'E-SYNTAX', 'closes nothing'],
    ['eventName:()', 'E-SYNTAX', 'empty'],
    ['AND eventName:x', 'E-SYNTAX', 'before "AND"'],
    ['eventName:x OR', 'E-SYNTAX', 'after "OR"'],
    ['a:x AND OR b:y', 'E-SYNTAX', 'side by side'],
    ['NOT', 'E-SYNTAX', 'nothing stands after'],
    ['policy:arn:aws:iam', 'E-SYNTAX', 'colon'],
    ['[1 TO 5]', 'E-SYNTAX', 'needs a field'],
    ['f:[1 5]', 'E-SYNTAX', 'range'],
    ['f:>', 'E-SYNTAX', 'needs'],
    ['eventName:Creat~', 'E-FUZZY', 'fuzzy'],
    ['"stop logging"~3', 'E-FUZZY', 'near'],
    ['f.keyword:/a<1-5>/', 'E-REGEX-OP', 'interval'],
    ['f.keyword:/~a/', 'E-REGEX-OP', 'complement'],
    ['f.keyword:/a&b/', 'E-REGEX-OP', 'intersection'],
    ['f.keyword:/(a/', 'E-REGEX', 'RE2'],
    ['f.keyword:/(?=a)b/', 'E-REGEX', 'lookaround'],
    ['f.keyword:/a"b/', 'E-REGEX', 'not closed'],
    ['eventTime:[now-1d TO now]', 'E-TYPE', 'clock'],
    ['request*.x:y', 'E-PATH', 'wildcard'],
    ['a..b:y', 'E-PATH', 'empty part'],
    ['__proto__.x:y', 'E-PATH', 'no field'],
    ['_exists_:a*', 'E-SYNTAX', 'name of one field'],
    ['('.repeat(200), 'E-LIMIT', 'deep'],
    ['-'.repeat(200), 'E-LIMIT', 'deep'],
  ])('%s is refused with %s', (query, code, words) => {
    const result = read(query);
    const problems = result.ok ? [] : result.problems;
    expect(problems.map((problem) => `${problem.code} ${problem.message}`)).toContainEqual(
      expect.stringMatching(new RegExp(`^${code} .*${words}`)),
    );
  });

  it('is told in time linear in its length', () => {
    const started = performance.now();
    for (const piece of ['\\"', '"“', 'f:(', '(a|', '/\\/', '[a TO ', '-', 'a:"b" OR ', '*', '\u00a0'])
      read(piece.repeat(20_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('is not taken for one without a named language, unless every word has a field', () => {
    expect(lucene.recognises?.('eventName = "StopLogging"')).toBe(false);
    expect(lucene.recognises?.('user like "a:b" and x')).toBe(false);
    expect(lucene.recognises?.('a ? b : c')).toBe(false);
    expect(lucene.recognises?.('eventName:StopLogging AND (awsRegion:us OR _exists_:errorCode)')).toBe(true);
  });
});
