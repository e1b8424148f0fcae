import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseCatalogue } from '@trailhound/catalogue';
import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import { catalogueLints } from './catalogue-lints.js';

const file = new URL('../../../catalogue/data/catalogue.json.gz', import.meta.url);
const catalogue = parseCatalogue(gunzipSync(readFileSync(file)).toString('utf8'));

function lintsOf(condition: string, language = 'threatstack', title = 'Something happened') {
  const text = JSON.stringify({ id: 'a', title, language, condition });
  const { rules, problems } = loadRuleSet([{ path: 'a.json', text }]);
  expect(problems).toEqual([]);
  return rules.flatMap((rule) => catalogueLints(rule, catalogue));
}

function codesOf(condition: string, language?: string, title?: string): readonly string[] {
  return lintsOf(condition, language, title).map(({ code }) => code);
}

/** The condition with the fixes of its lints carried out. */
function mended(condition: string, language?: string): string {
  return lintsOf(condition, language)
    .flatMap(({ fix }) => fix ?? [])
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((text, { span, text: by }) => text.slice(0, span.start) + by + text.slice(span.end), condition);
}

const ec2 = 'eventSource = "ec2.amazonaws.com"';
const s3 = 'eventSource = "s3.amazonaws.com"';

describe('a rule that can never fire', () => {
  it.each([
    ['asks for two names at once', 'eventName = "StopLogging" and eventName = "DeleteTrail"'],
    ['asks for a pattern that no event of its source has', `${ec2} and eventName like "Attach%Gatway"`],
    ['asks for a beginning that no event of its source has', `${s3} and eventName starts_with "Encrypt"`],
    ['asks for a pattern that no event has at all', 'eventName like "Delate%"'],
  ])('%s: E-DEAD', (_why, condition) => {
    expect(codesOf(condition)).toEqual(['E-DEAD']);
  });

  it('has a pattern of names whose source has longer ones, though others have some by accident', () => {
    const [lint, ...others] = lintsOf('eventName.keyword:/(Create|Delete|Attach|Detach)Gateway/', 'lucene');
    expect(others).toEqual([]);
    expect(lint).toMatchObject({ code: 'E-DEAD', span: { start: 18 } });
    expect(lint?.message).toMatch(/^no event of ec2\.amazonaws\.com.*hits CreateGateway of /);
    expect(lint?.advice).toContain('CreateInternetGateway');
  });

  it('is mended by a pattern of the names that were meant', () => {
    const fixed = mended('eventName.keyword:/(Create|Delete|Attach|Detach)Gateway/', 'lucene');
    expect(fixed).toContain('(Attach|Create|Delete|Detach)InternetGateway');
    expect(lintsOf(fixed, 'lucene').filter(({ code }) => code === 'E-DEAD')).toEqual([]);
  });

  it.each([
    ['sign-ins are no API calls', 'eventSource = "signin.amazonaws.com" and eventName like "Zzz%"'],
    ['service events are listed nowhere in full', 'eventType = "AwsServiceEvent" and eventName like "Zzz%"'],
    ['the names exist', `${ec2} and eventName like "%Gateway"`],
    [
      'Lambda writes versions into its names',
      'eventSource = "lambda.amazonaws.com" and eventName = "UpdateFunctionCode20150331v2"',
    ],
    ['the pattern hits the source it is about', 'eventName like "Delete%Trail"'],
  ])('is not one where %s', (_why, condition) => {
    expect(codesOf(condition)).not.toContain('E-DEAD');
  });
});

describe('a name that is not known', () => {
  it.each([
    [
      'at its source, where a longer one is',
      'eventName = "UpdateCertificate" and eventSource = "acm.amazonaws.com"',
      'did you mean UpdateCertificateOptions?',
    ],
    ['in this case', 'eventName = "stoplogging"', 'did you mean StopLogging?'],
    ['as it is spelt', 'eventName = "StopLoging"', 'did you mean StopLogging?'],
    [
      'at its source but at another',
      `eventName = "StopLogging" and ${s3}`,
      'StopLogging is an event of cloudtrail.amazonaws.com',
    ],
    ['among others that are', 'eventName in ("StopLogging", "DeleteTral")', 'did you mean DeleteTrail?'],
    [
      'in its branch',
      `${ec2} and eventName = "RunInstances" or ${s3} and eventName = "PutBucketPolcy"`,
      'did you mean PutBucketPolicy?',
    ],
    ['as a source', 'eventSource = "s3.amazon.com" and eventName = "DeleteBucket"', 'did you mean s3.amazonaws.com?'],
  ])('%s: W-UNKNOWN-EVENT', (_which, condition, advice) => {
    expect(lintsOf(condition)).toMatchObject([{ code: 'W-UNKNOWN-EVENT', advice }]);
  });

  it('is found in analysed text, as it was written', () => {
    const condition = 'eventName:UpdateCertificate AND eventSource:"acm.amazonaws.com"';
    expect(lintsOf(condition, 'lucene')).toMatchObject([
      { code: 'W-UNKNOWN-EVENT', message: expect.stringContaining('an event UpdateCertificate') },
    ]);
    expect(mended(condition, 'lucene')).toBe('eventName:UpdateCertificateOptions AND eventSource:"acm.amazonaws.com"');
  });

  it('is mended where it stands, and the rule is then free of the lint', () => {
    const fixed = mended('eventName in ("StopLogging", "deletetrail")');
    expect(fixed).toBe('eventName in ("StopLogging", "DeleteTrail")');
    expect(codesOf(fixed)).toEqual([]);
  });

  it.each([
    ['excluded names', `${ec2} and eventName != "Nonsense"`],
    ['sources whose events are not all public', 'eventSource = "sso.amazonaws.com" and eventName = "Nonsense"'],
    ['known renamings', `${s3} and eventName = "PutBucketPublicAccessBlock"`],
  ])('is not told of %s', (_which, condition) => {
    expect(codesOf(condition)).not.toContain('W-UNKNOWN-EVENT');
  });
});

describe('a field that is not known', () => {
  const createTable = 'eventSource = "dynamodb.amazonaws.com" and eventName = "CreateTable"';

  it.each([
    ['requestParameters.sSESpecifcation = null', 'did you mean "requestParameters.sSESpecification"?'],
    [
      `${createTable} and requestParameters.sSESpecification.enable = "true"`,
      'did you mean "requestParameters.sSESpecification.enabled"?',
    ],
    [`${createTable} and requestParameters.TableName = "x"`, 'did you mean "requestParameters.tableName"?'],
    [`${createTable} and requestParameters.colour = "x"`, expect.stringContaining('compare the field')],
    [
      `${ec2} and eventName = "CreateVolume" and requestParameters.encrytped = "true"`,
      'did you mean "requestParameters.encrypted"?',
    ],
  ])('%s: W-UNKNOWN-FIELD', (condition, advice) => {
    expect(lintsOf(condition).filter(({ code }) => code !== 'I-SCAN')).toMatchObject([
      { code: 'W-UNKNOWN-FIELD', advice },
    ]);
  });

  it.each([
    'requestParameters.sSESpecification.enabled = "true"',
    `${createTable} and requestParameters.tags.key = "x"`,
    `${ec2} and eventName = "RunInstances" and requestParameters.instancesSet.items.imageId = "x"`,
    `${ec2} and eventName = "CreateVolume" and requestParameters.somethingNew = "x"`,
    `${s3} and eventName = "PutBucketPolicy" and requestParameters.bucketPolicy.Statement.Effect = "Allow"`,
    'eventSource = "lambda.amazonaws.com" and eventName = "Invoke" and requestParameters.functionName = "f"',
    `${createTable} and responseElements.message = "x"`,
  ])('%s is known, or nothing is known against it', (condition) => {
    expect(codesOf(condition).filter((code) => code !== 'I-SCAN')).toEqual([]);
  });

  it('is W-LEAF where it is the name of a member without the path to it', () => {
    const condition = 'publiclyAccessible = "true" and eventName = "CreateDBInstance"';
    expect(lintsOf(condition)).toMatchObject([
      {
        code: 'W-LEAF',
        advice: 'write requestParameters.publiclyAccessible or responseElements.publiclyAccessible',
        fix: { text: 'requestParameters.publiclyAccessible' },
      },
    ]);
    expect(codesOf(mended(condition))).toEqual([]);
  });

  it('is told also where the rule groups by it', () => {
    const text = JSON.stringify({
      ...{ id: 'a', title: 't', condition: createTable, groupBy: ['requestParameters.tablName'] },
      threshold: { count: 2, within: '1h' },
    });
    const [rule] = loadRuleSet([{ path: 'a.json', text }]).rules;
    expect(rule && catalogueLints(rule, catalogue)).toMatchObject([
      { code: 'W-UNKNOWN-FIELD', advice: 'did you mean "requestParameters.tableName"?' },
    ]);
  });
});

describe('what a condition reaches', () => {
  it.each<[string, string, readonly string[], string?]>([
    ['a name of several sources without a source', 'eventName = "CreateRoute"', ['I-NOSOURCE']],
    ['the same with one', `eventName = "CreateRoute" and ${ec2}`, []],
    ['a name of one source', 'eventName = "StopLogging"', []],
    ['a pattern that accepts names of many sources', 'eventName starts_with "Delete"', ['I-OVERMATCH']],
    ['everything that only reads', 'eventName starts_with "Describe"', []],
    ['the same of one source', `eventName starts_with "Delete" and ${ec2}`, []],
    ['nothing of name or source', 'userIdentity.type = "Root"', ['I-SCAN']],
    ['a pattern of names', 'eventName like "%Trail"', []],
    ['creation and deletion without change', `${ec2} and eventName in ("CreateSubnet", "DeleteSubnet")`, []],
    ['a whole family', 'eventName in ("CreateTrail", "UpdateTrail", "DeleteTrail")', []],
    ['a family without its deletion', 'eventName in ("CreateTrail", "UpdateTrail", "StartLogging")', ['I-COVERAGE']],
    ['a family without its change', 'eventName in ("CreateTrail", "DeleteTrail")', ['I-COVERAGE']],
    ['settings without their removal', `${s3} and eventName in ("PutBucketPolicy", "PutBucketCors")`, ['I-COVERAGE']],
    [
      'a part of a family under more conditions',
      `${s3} and eventName in ("PutBucketPolicy", "PutBucketCors") and ip = "192.0.2.1"`,
      [],
    ],
    ['one deletion', 'eventName in ("DeleteTrail", "StopLogging")', []],
  ])('%s: %s is %j', (_what, condition, codes) => {
    expect(codesOf(condition)).toEqual(codes);
  });

  it.each([
    ['(Create|Delete|Modify)(Vpc)?(ClassicLink)?(Attribute|PeeringConnection)?', true],
    ['(Create|Delete)Vpc(PeeringConnection)?', false],
  ])('the pattern %s accepts bare verbs: %s', (pattern, isTold) => {
    expect(codesOf(`eventName.keyword:/${pattern}/`, 'lucene').includes('I-OVERMATCH')).toBe(isTold);
  });

  it.each([
    ['A certificate was deleted', 'ExportCertificate', ['I-TITLE']],
    ['A certificate was exported', 'ExportCertificate', []],
    ['A certificate was exported or deleted', 'ExportCertificate', []],
    ['Certificate taken', 'ExportCertificate', []],
  ])('the title %s over %s is %j', (title, name, codes) => {
    const condition = `eventSource = "acm.amazonaws.com" and eventName = "${name}"`;
    expect(codesOf(condition, 'threatstack', title)).toEqual(codes);
  });

  it('I-TITLE suggests both', () => {
    const [lint] = lintsOf(
      'eventSource = "acm.amazonaws.com" and eventName = "ExportCertificate"',
      'threatstack',
      'Certificate deleted',
    );
    expect(lint?.advice).toBe('did you mean (DeleteCertificate OR ExportCertificate)?');
  });

  it('I-READONLY is told to languages of the event bus, whose calls that only read never arrive there', () => {
    const base = loadRuleSet([
      { path: 'a.json', text: JSON.stringify({ title: 't', condition: `${ec2} and eventName = "DescribeInstances"` }) },
    ]).rules[0];
    const codes = (language: 'gorillastack' | 'eventbridge' | 'threatstack') =>
      base && catalogueLints({ ...base, language }, catalogue).map(({ code }) => code);
    expect(codes('gorillastack')).toEqual(['I-READONLY']);
    expect(codes('eventbridge')).toEqual(['I-READONLY']);
    expect(codes('threatstack')).toEqual([]);
  });
});
