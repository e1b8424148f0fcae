import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { planCondition } from '../../compile/rule-plan.js';
import { compileCondition } from '../../condition/compile-condition.js';
import { fieldText, fieldValues } from '../../condition/field-value.js';
import type { Rule } from '../../rule.js';
import { type LoadedRules, loadRuleSet, type RuleFile } from '../../rule-set/load-rule-set.js';

const head = 'AnalysisType: rule\nRuleID: T\nDisplayName: A title\nLogTypes: [AWS.CloudTrail]\n';

function load(text: string, python?: string): LoadedRules {
  const siblings = python === undefined ? undefined : new Map([['t.py', python]]);
  return loadRuleSet([{ path: 'rules/t.yml', text, ...(siblings && { siblings }) }]);
}

function one({ rules, problems }: LoadedRules): Rule {
  expect(problems).toEqual([]);
  const [rule] = rules;
  if (rule === undefined) throw new Error('expected a rule');
  return rule;
}

const simple = (detection: string, more = '') => one(load(`${head}${more}Detection:\n${detection}`));
const python = (text: string, more = '') => one(load(`${head}${more}Filename: t.py\n`, text));
const outcome = (rule: Rule, record: unknown) => compileCondition(rule.condition)(viewOf(record));
const lintsOf = (rule: Rule) => rule.lints.map(({ code }) => code);

/** The pack's rule: the published one, its indentation repaired. */
function seedRule(): Rule {
  const folder = new URL('../../../../../rules/panther/', import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
  const name = 'aws_cloudtrail_created';
  const siblings = new Map([[`${name}.py`, read(`${name}.py`)]]);
  return one(loadRuleSet([{ path: `${name}.yml`, text: read(`${name}.yml`), siblings }]));
}

describe('the rule AWS.CloudTrail.Created', () => {
  const asPython = seedRule();
  const asDetection = simple(
    `  - {Key: errorCode, Condition: IsNullOrEmpty}
  - {Key: errorMessage, Condition: IsNullOrEmpty}
  - {Key: eventName, Condition: IsIn, Values: [CreateTrail, UpdateTrail, StartLogging]}\n`,
  );
  const ownTests = asPython.tests.map(
    ({ name, events: [event], expect: expected }) => [name, event, expected] as const,
  );

  it.each([
    ...ownTests,
    ['PA5: an empty errorCode is no error', { eventName: 'StartLogging', errorCode: '' }, 'match'],
    ['PA6: a trail is deleted', { eventName: 'DeleteTrail' }, 'no-match'],
    ['an error without a code', { eventName: 'CreateTrail', errorMessage: 'no' }, 'no-match'],
    ['keys in another case', { eventname: 'UpdateTrail' }, 'match'],
  ] as const)('PA1–PA6 %s: Python and Simple Detection agree', (_name, event, expected) => {
    expect(outcome(asPython, event)).toBe(expected);
    expect(outcome(asDetection, event)).toBe(expected);
  });

  it('has its three tests', () => {
    expect(ownTests.map(([, , expected]) => expected)).toEqual(['match', 'no-match', 'no-match']);
  });

  it('PA2: has the title and the context of the published one', () => {
    const view = viewOf(ownTests[0]?.[1]);
    expect(asPython.title).toBe('CloudTrail [{requestParameters.name}] was created/updated');
    expect(asPython.groupBy.map((field) => fieldText(field, view))).toEqual([
      'arn:aws:cloudtrail:us-west-2:123456789012:trail/example-trail',
    ]);
    expect(asPython.fields.map(({ name }) => name)).toEqual([
      'eventName',
      'eventSource',
      'awsRegion',
      'recipientAccountId',
      'sourceIPAddress',
      'userAgent',
      'userIdentity',
      'name',
    ]);
  });

  it('PA7: keeps its metadata', () => {
    expect(asPython).toMatchObject({
      id: 'AWS.CloudTrail.Created',
      severity: 'info',
      threshold: null,
      dedupMs: 3_600_000,
      frameworks: { CIS: ['3.5'], 'MITRE ATT&CK': ['TA0007:T1538'] },
      lints: [],
    });
    const view = viewOf(ownTests[0]?.[1]);
    const summary = (asPython.summary ?? []).map((field) => [field.name, fieldValues(field, view).flat()]);
    expect(Object.fromEntries(summary)).toMatchObject({
      sourceIpAddress: ['111.111.111.111'],
      p_any_aws_arns: [
        'arn:aws:sts::123456789012:assumed-role/tester',
        'arn:aws:iam::123456789012:role/tester',
        'arn:aws:cloudtrail:us-west-2:123456789012:trail/example-trail',
      ],
    });
  });

  it('is found by its event names', () => {
    for (const { condition } of [asPython, asDetection])
      expect(planCondition(condition)).toMatchObject({
        bucket: 'eventName',
        values: ['CreateTrail', 'StartLogging', 'UpdateTrail'],
      });
  });
});

const seeds = new URL('../../../../../../shared/seeds/', import.meta.url);
const hasSeeds = existsSync(seeds);
if (!hasSeeds && process.env.CI === 'true') throw new Error(`${seeds.pathname} is not there`);

describe('PA8: a published page whose lines lost their indentation', () => {
  it.skipIf(!hasSeeds)('is refused with the repaired text, which loads and passes its tests', () => {
    const name = readdirSync(seeds).find((one) => one.startsWith('003')) ?? '';
    const text = readFileSync(new URL(name, seeds), 'utf8');
    const { rules, problems, refused } = load(text);
    expect(rules).toEqual([]);
    expect(refused.map(({ id }) => id)).toEqual(['AWS.CloudTrail.Created']);
    expect(problems.map(({ code }) => code)).toEqual(['E-INDENT']);
    const repaired = problems[0]?.repaired ?? '';
    const rule = one(
      load(
        repaired.replace('aws_cloudtrail_created.py', 't.py'),
        'def rule(event):\n    return not event.get("errorCode") and event.get("eventName") == "CreateTrail"\n',
      ),
    );
    expect(rule.frameworks).toMatchObject({
      CIS: ['3.5'],
      'Stratus Red Team': ['aws.defense-evasion.cloudtrail-stop'],
    });
    for (const { events, expect: expected } of rule.tests) expect(outcome(rule, events[0])).toBe(expected);
    expect(rule.tests).toHaveLength(3);
  });

  it('is rebuilt where its expressions stand in one list', () => {
    const text = `AnalysisType: rule
RuleID: Lost
LogTypes:
- AWS.CloudTrail
Detection:
- KeyPath: userIdentity.type
Condition: Equals
Value: Root
- Key: eventName
Condition: IsIn
Values:
- A
- B
Tests:
- Name: t
ExpectedResult: true
Log:
{"eventName": "A",
"userIdentity": {"type": "Root"}}
Mocks:
- objectName: lookup
returnValue: x
`;
    const [problem] = load(text).problems;
    expect(problem?.code).toBe('E-INDENT');
    const rule = one(load(problem?.repaired ?? ''));
    expect(rule.tests[0]?.mocks).toEqual(['lookup']);
    expect(outcome(rule, rule.tests[0]?.events[0])).toBe('match');
  });

  it('is refused without a preview where its nesting cannot be told', () => {
    const text =
      'AnalysisType: rule\nRuleID: Lost\nDetection:\n- Any:\n- Key: a\nCondition: Exists\n- Key: b\nCondition: Exists\n';
    const [problem] = load(text).problems;
    expect(problem).toMatchObject({ code: 'E-INDENT', place: { line: 6 } });
    expect(problem?.repaired).toBeUndefined();
  });
});

describe('how a Panther rule alerts', () => {
  const returns = (value: string, name = 'dedup') =>
    `def rule(event):\n    return True\n\n\ndef ${name}(event):\n    return ${value}\n`;
  const groups = (rule: Rule) => rule.groupBy.map(({ name }) => name);

  it.each<[string, Rule, readonly string[]]>([
    [
      'GroupBy',
      simple('  - {Condition: AlwaysTrue}\n', 'GroupBy: [{Key: awsRegion}, {DeepKey: [userIdentity, arn]}]\n'),
      ['awsRegion', 'userIdentity.arn'],
    ],
    [
      'the fields of AlertTitle',
      simple('  - {Condition: AlwaysTrue}\n', 'AlertTitle: "{eventName} in {awsRegion}"\n'),
      ['eventName', 'awsRegion'],
    ],
    ['nothing', simple('  - {Condition: AlwaysTrue}\n'), []],
    [
      'what dedup() returns',
      python(returns("f\"{event.get('awsRegion')}-{event.deep_get('userIdentity', 'arn')}\"")),
      ['awsRegion', 'userIdentity.arn'],
    ],
    ['a constant dedup string', python(returns('"all"')), []],
    ['what title() returns', python(returns('event.get("eventName", "") + " called"', 'title')), ['eventName']],
    [
      'what a title beyond the subset reads',
      python(returns('event.get("eventSource").split(".")[0]', 'title')),
      ['eventSource'],
    ],
  ])('is grouped by %s', (_what, rule, expected) => {
    expect(groups(rule)).toEqual(expected);
    expect(rule.isSilent).toBeUndefined();
  });

  it('counts to its threshold within its dedup period', () => {
    const rule = simple('  - {Condition: AlwaysTrue}\n', 'Threshold: 5\nDedupPeriodMinutes: 30\n');
    expect(rule).toMatchObject({ threshold: { count: 5, withinMs: 1_800_000 }, dedupMs: 1_800_000 });
  });

  it('counts the different values of unique()', () => {
    const rule = python(returns('event.get("sourceIPAddress")', 'unique'), 'Threshold: 5\n');
    expect(rule.threshold?.distinct?.name).toBe('sourceIPAddress');
  });

  it('matches and raises no alerts where dedup() is not known, or none are wanted', () => {
    const unknown = python(returns('event.get("eventSource").split(".")[0]'));
    expect(unknown.isSilent).toBe(true);
    expect(lintsOf(unknown)).toEqual(['E-PY-DEDUP']);
    expect(outcome(unknown, {})).toBe('match');
    expect(simple('  - {Condition: AlwaysTrue}\n', 'CreateAlert: false\n').isSilent).toBe(true);
  });

  it('has a severity for each case', () => {
    const inPython = python(
      'def rule(event):\n    return True\n\n\ndef severity(event):\n    if event.deep_get("userIdentity", "type") == "Root":\n        return "HIGH"\n    if event.get("errorCode"):\n        return "Low"\n    return "DEFAULT"\n',
    );
    const inYaml = simple(
      '  - {Condition: AlwaysTrue}\n',
      'DynamicSeverities:\n  - {ChangeTo: HIGH, Conditions: [{KeyPath: userIdentity.type, Condition: Equals, Value: Root}]}\n  - {ChangeTo: LOW, Conditions: [{Key: errorCode, Condition: IsNotNullOrEmpty}]}\n',
    );
    for (const { severityCases = [] } of [inPython, inYaml]) {
      const severity = (record: unknown) =>
        severityCases.find(({ when }) => compileCondition(when)(viewOf(record)) === 'match')?.severity;
      expect(severity({ userIdentity: { type: 'Root' }, errorCode: 'x' })).toBe('high');
      expect(severity({ errorCode: 'x' })).toBe('low');
      expect(severity({})).toBeUndefined();
    }
  });

  it('has a title of constants, names, defaults and alternatives', () => {
    const rule = python(
      'from panther_default import lookup_aws_account_name\n\nWHERE = "in"\n\n\ndef rule(event):\n    return True\n\n\ndef title(event):\n    user = event.deep_get("userIdentity", "userName", default="<UNKNOWN>")\n    source = event.get("a") or event.udm("source_ip") or "nowhere"\n    return (\n        f"[{user}] {WHERE} "\n        f"[{lookup_aws_account_name(event.get(\'recipientAccountId\'))}] from " + str(source)\n    )\n',
    );
    expect(rule.title).toBe('[{userIdentity.userName}] in [{recipientAccountId}] from {a}');
    const fields = (rule.titleParts ?? []).flatMap((part) => (part.kind === 'field' ? [part.field] : []));
    const texts = (record: unknown) => fields.map((field) => fieldText(field, viewOf(record)));
    expect(texts({})).toEqual(['<UNKNOWN>', null, 'nowhere']);
    expect(texts({ sourceipaddress: '10.0.0.1', recipientAccountId: '1' })).toEqual(['<UNKNOWN>', '1', '10.0.0.1']);
  });

  it('has a title that calls another function of the file, and a dedup string that joins fields', () => {
    const rule = python(
      'def rule(event):\n    return True\n\n\ndef user(event):\n    return event.deep_get("userIdentity", "arn", default="nobody")\n\n\ndef title(event):\n    return f"by {user(event)}"\n\n\ndef dedup(event):\n    return "-".join([user(event), event.get("eventTime")])\n',
    );
    expect(rule.title).toBe('by {userIdentity.arn}');
    expect(groups(rule)).toEqual(['userIdentity.arn', 'eventTime']);
    const looping = python('def rule(event):\n    return True\n\n\ndef title(event):\n    return title(event)\n');
    expect(lintsOf(looping)).toEqual(['W-PY-TITLE']);
  });

  it('carries context, destinations and frameworks', () => {
    const rule = simple(
      '  - {Condition: AlwaysTrue}\n',
      'AlertContext:\n  - {KeyName: who, KeyValue: {KeyPath: userIdentity.arn}}\n  - {KeyName: first, KeyValue: {DeepKey: [resources, 0, ARN]}}\nOutputIds: [soc, 7d1a2f2e]\nReports: {CIS: [3.10]}\n',
    );
    const view = viewOf({ userIdentity: { arn: 'a' }, resources: [{ ARN: 'b' }] });
    expect(rule.fields.map((field) => [field.name, fieldText(field, view)])).toEqual([
      ['who', 'a'],
      ['first', 'b'],
    ]);
    expect(rule).toMatchObject({ destinations: ['soc', '7d1a2f2e'], frameworks: { CIS: ['3.10'] } });
  });

  it('carries what of alert_context is known, and says what is not', () => {
    const rule = python(
      'from panther_aws_helpers import aws_rule_context\n\n\ndef rule(event):\n    return True\n\n\ndef alert_context(event):\n    extra = {"bucket": event.deep_get("requestParameters", "bucketName"), "n": len(event)}\n    return aws_rule_context(event) | {**extra, "one": event["eventID"]}\n',
    );
    expect(rule.fields.map(({ name }) => name)).toEqual([
      ...[
        'eventName',
        'eventSource',
        'awsRegion',
        'recipientAccountId',
        'sourceIPAddress',
        'userAgent',
        'userIdentity',
      ],
      'bucket',
      'one',
    ]);
    expect(rule.lints.map(({ message }) => message)).toEqual(['alert_context() is read without n']);
  });

  it.each([
    ['title', 'event.get("eventSource").split(".")[0]', 'W-PY-TITLE'],
    ['severity', 'some_lookup(event)', 'W-PY-SEVERITY'],
    ['alert_context', 'json.loads(event.get("a"))', 'W-PY-CONTEXT'],
    ['unique', 'event.get("a").lower()', 'W-PY-UNIQUE'],
    ['runbook', '"x"', 'I-PY-IGNORED'],
  ])('falls back with a lint where %s() cannot be read', (name, value, code) => {
    const rule = python(returns(value, name), 'Threshold: 2\n');
    expect(lintsOf(rule)).toEqual([code]);
    expect(rule.lints[0]?.place).toMatchObject({ file: 'rules/t.py', line: 5 });
    expect(rule.title).toBe('A title');
  });
});

describe('the identity of a Panther rule', () => {
  const body = 'def rule(event):\n    return event.get("eventName") == "A"\n';

  it('rests on the match expressions, or on the Python text', () => {
    const detection = '  - {Key: a, Condition: Exists}\n';
    const base = simple(detection);
    expect(base.identity.sourceText).toBe('{"Detection":[{"Condition":"Exists","Key":"a"}]}');
    expect(simple('  - Condition: Exists\n    Key: a\n', 'Severity: High\nTags: [x]\n').stateHash).toBe(base.stateHash);
    expect(simple(detection, 'InlineFilters: [{All: []}]\n').stateHash).not.toBe(base.stateHash);
    expect(simple(detection, 'Threshold: 2\n').stateHash).not.toBe(base.stateHash);
    expect(python(body).identity).toMatchObject({
      language: 'panther',
      sourceText: body,
      groupBy: [],
      dedupMs: 3_600_000,
    });
    expect(python(`${body}\n`).stateHash).toBe(python(body).stateHash);
    expect(python(`${body}# changed\n`).stateHash).not.toBe(python(body).stateHash);
  });
});

describe('a rule that raises before it asks for the event name', () => {
  const rule = python(
    'def rule(event):\n    if event.get("userAgent").startswith("x"):\n        return False\n    return event.get("eventName") == "A"\n',
  );

  it('is in error on its own events only, and found by their names', () => {
    expect(outcome(rule, { eventName: 'A' })).toBe('error');
    expect(outcome(rule, { eventName: 'B' })).toBe('no-match');
    expect(outcome(rule, { eventName: 'A', userAgent: 'y' })).toBe('match');
    expect(planCondition(rule.condition)).toMatchObject({ bucket: 'eventName', values: ['A'] });
  });
});

describe('InlineFilters', () => {
  it('keep events from the rule', () => {
    const rule = python(
      'def rule(event):\n    return True\n',
      'InlineFilters:\n  - {KeyPath: awsRegion, Condition: Equals, Value: x}\n',
    );
    expect(outcome(rule, { awsRegion: 'x' })).toBe('match');
    expect(outcome(rule, { awsRegion: 'y' })).toBe('no-match');
  });
});

describe('what is no rule here, or lacks something, is refused by name', () => {
  const missing = { code: 'RULE_SIBLING', message: 'rule T: Filename names "t.py", which is not there' };
  it.each<[string, LoadedRules, object]>([
    ['its Python is not there', load(`${head}Filename: t.py\n`), missing],
    [
      'its Python is elsewhere',
      load(`${head}Filename: ../t.py\n`, 'x'),
      { code: 'RULE_SIBLING', message: 'rule T: Filename names "../t.py", which is not there' },
    ],
    [
      'another log',
      load('RuleID: T\nLogTypes: [Okta.SystemLog]\nDetection: []\n'),
      { code: 'RULE_LOGSOURCE', place: { line: 2 } },
    ],
    [
      'a policy',
      load('AnalysisType: policy\nPolicyID: P\n'),
      { code: 'RULE_LOGSOURCE', message: 'rule t: AnalysisType "policy" is no rule over CloudTrail records' },
    ],
    ['a misspelt type', load('AnalysisType: rul\n'), { fix: 'did you mean rule?' }],
    [
      'a misspelt key',
      load(`${head}Treshold: 5\nDetection: []\n`),
      { code: 'RULE_UNKNOWN_KEY', fix: 'did you mean Threshold?' },
    ],
    [
      'a severity nobody has',
      load(`${head}Severity: Awful\nDetection: []\n`),
      { code: 'RULE_BAD_VALUE', place: { line: 5, column: 11 } },
    ],
    [
      'no threshold',
      load(`${head}Threshold: 0\nDetection: []\n`),
      { code: 'RULE_BAD_VALUE', message: 'rule T: Threshold must be at least 1, not 0' },
    ],
    ['neither Detection nor Filename', load(head), { message: 'rule T: the rule has neither Detection nor Filename' }],
    [
      'both of them',
      load(`${head}Filename: t.py\nDetection: []\n`, 'x'),
      { message: 'rule T: the rule has both Detection and Filename' },
    ],
  ])('%s', (_what, { rules, problems, refused }, expected) => {
    expect(rules).toEqual([]);
    expect(refused).toHaveLength(1);
    expect(problems[0]).toMatchObject(expected);
  });
});

describe('lints of Panther rules', () => {
  it.each([
    ['no log types', load('RuleID: T\nDetection: []\n'), ['I-LOGTYPES']],
    ['a key of Panther alone', load(`${head}Cohort: 3\nDetection: []\n`), ['W-IGNORED-KEY']],
    [
      'a field of a lookup table',
      load(`${head}Detection:\n  - {Enrichment: {Table: t, Selector: s, FieldPath: p}, Condition: Exists}\n`),
      ['W-ENRICH'],
    ],
    [
      'a condition of one value on a list',
      load(`${head}Detection:\n  - {KeyPath: "a[*].b", Condition: Equals, Value: x}\n`),
      ['W-LIST'],
    ],
    ['a title with a hole', load(`${head}AlertTitle: "{a..b}"\nDetection: []\n`), ['W-TITLE-FIELD']],
    [
      'an indicator that is not derived',
      load(`${head}SummaryAttributes: [p_any_sha1_hashes]\nDetection: []\n`),
      ['W-UNKNOWN-FIELD'],
    ],
  ])('%s', (_what, loaded, codes) => {
    expect(lintsOf(one(loaded))).toEqual(codes);
  });

  it('can be accepted', () => {
    expect(lintsOf(one(load('RuleID: T\nDetection: []\nlint: {accept: [I-LOGTYPES]}\n')))).toEqual([]);
  });
});

describe('hostile files', () => {
  const body = (value: string) => `def rule(event):\n    return ${value}\n`;
  const bounded: readonly [string, string][] = [
    ['parentheses', body(`${'('.repeat(20_000)}True${')'.repeat(20_000)}`)],
    ['nots', body(`${'not '.repeat(20_000)}True`)],
    ['operators', body(Array.from({ length: 10_000 }, (_, at) => `event.get("a${at}")`).join(' or '))],
    [
      'nested conditions',
      body(
        Array.from({ length: 300 }, () => '(event.get("a") if event.get("b") else ').join('') +
          'True' +
          ')'.repeat(300),
      ),
    ],
    [
      'names of names',
      `${Array.from({ length: 3000 }, (_, at) => `A${at + 1} = A${at}`).join('\n')}\nA0 = 1\n${body('A3000 == 1')}`,
    ],
    [
      'doubled names',
      `def rule(event):\n${Array.from({ length: 60 }, (_, at) => `    a${at + 1} = a${at} == a${at}`)
        .join('\n')
        .replace('a0 == a0', 'event.get("x") == event.get("y")')}\n    return a60\n`,
    ],
    [
      'functions of functions',
      `${Array.from({ length: 40 }, (_, at) => `def f${at}(e):\n    return f${at + 1}(e) or f${at + 1}(e)\n`).join('\n')}\ndef f40(e):\n    return True\n\n\n${body('f0(event)')}`,
    ],
    [
      'elifs',
      `def rule(event):\n    if event.get("x"):\n        return False\n${Array.from({ length: 3000 }, (_, at) => `    elif event.get("a") == ${at}:\n        return True\n`).join('')}`,
    ],
    ['quotes', body(`"${'\\'.repeat(50_000)}`)],
    ['a prototype', body('event.get("__proto__") == event.get("constructor")')],
  ];
  it.each(bounded)('%s are read or refused in good time', (_what, text) => {
    const startedMs = performance.now();
    const { rules, problems } = load(`${head}Filename: t.py\n`, text);
    expect(rules.length + Math.min(problems.length, 1)).toBe(1);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});

describe('a Panther correlation', () => {
  const rule = (id: string, event: string, more = '') =>
    `AnalysisType: rule\nRuleID: ${id}\nLogTypes: [AWS.CloudTrail]\n${more}Detection: [{Key: eventName, Condition: Equals, Value: ${event}}]\n`;
  const context = 'AlertContext: [{KeyName: bucket, KeyValue: {KeyPath: requestParameters.bucketName}}]\n';
  const files = (correlation: string): RuleFile[] => [
    { path: 'a.yml', text: rule('A', 'StopInstances', context) },
    { path: 'b.yml', text: rule('B', 'ModifyInstanceAttribute', context) },
    { path: 'c.yml', text: `AnalysisType: correlation_rule\nRuleID: C\nDisplayName: Both\nDetection:\n${correlation}` },
  ];
  const group = '  - Group: [{ID: x, RuleID: A}, {ID: y, RuleID: B}]\n    LookbackWindowMinutes: 90\n';
  const matching = (path: string) =>
    `    MatchCriteria: {bucket: [{GroupID: x, Match: ${path}}, {GroupID: y, Match: ${path}}]}\n`;

  it('of a group is rules that match in one window', () => {
    const { rules, problems } = loadRuleSet(files(group + matching('p_alert_context.bucket')));
    expect(problems).toEqual([]);
    const correlation = rules.find(({ id }) => id === 'C')?.correlation;
    expect(correlation).toMatchObject({
      type: 'temporal',
      withinMs: 5_400_000,
      needsGroup: true,
      test: { kind: 'rules', ordered: false, alternatives: [{ all: [0, 1], none: [] }] },
    });
    const [first] = correlation?.inputs ?? [];
    expect(first?.groupBy.map(({ name, paths }) => [name, paths[0]?.segments])).toEqual([
      ['bucket', ['requestParameters', 'bucketName']],
    ]);
    expect(rules.filter(({ isSilent }) => isSilent)).toEqual([]);
  });

  it('of a sequence is ordered, and absence is a rule that does not match', () => {
    const sequence =
      '  - Sequence: [{ID: x, RuleID: A}, {ID: y, RuleID: B}]\n    Transitions: [{From: x, To: y, WithinTimeFrameMinutes: 15, Match: [{On: awsRegion}]}]\n';
    const absent = '  - Group: [{ID: x, RuleID: A, Absence: true}, {ID: y, RuleID: B}]\n';
    const correlationOf = (text: string) => loadRuleSet(files(text)).rules.find(({ id }) => id === 'C')?.correlation;
    expect(correlationOf(sequence)).toMatchObject({ type: 'temporal_ordered', withinMs: 900_000, needsGroup: true });
    expect(correlationOf(absent)).toMatchObject({
      withinMs: 86_400_000,
      test: { alternatives: [{ all: [1], none: [0] }] },
    });
    expect(correlationOf('  - Group: [{ID: x, RuleID: A, MinMatchCount: 5}]\n')).toMatchObject({
      type: 'event_count',
      test: { kind: 'number', bounds: [{ op: 'gte', value: 5 }] },
    });
  });

  it.each([
    ['a rule that is not loaded', '  - Group: [{ID: x, RuleID: Nope}]\n', 'RULE_REFERENCE'],
    ['a context its rule does not have', group + matching('p_alert_context.key'), 'RULE_REFERENCE'],
    [
      'counts among several rules',
      '  - Group: [{ID: x, RuleID: A, MinMatchCount: 2}, {ID: y, RuleID: B}]\n',
      'RULE_BAD_VALUE',
    ],
    ['only absent rules', '  - Group: [{ID: x, RuleID: A, Absence: true}]\n', 'RULE_BAD_VALUE'],
    [
      'a value that one rule lacks',
      `${group}    MatchCriteria: {bucket: [{GroupID: x, Match: a}]}\n`,
      'RULE_BAD_VALUE',
    ],
    ['neither group nor sequence', '  - LookbackWindowMinutes: 5\n', 'RULE_BAD_VALUE'],
  ])('with %s is refused by name', (_what, text, code) => {
    const { problems, refused } = loadRuleSet(files(text));
    expect([...new Set(problems.map((problem) => problem.code))]).toEqual([code]);
    expect(refused.map(({ id }) => id)).toEqual(['C']);
  });

  it('says that tests of rule outputs are not run', () => {
    const tests = 'Tests: [{Name: t, ExpectedResult: true, RuleOutputs: [{ID: x, Matches: {a: {b: [0]}}}]}]\n';
    const { rules } = loadRuleSet(files(group + tests));
    expect(rules.find(({ id }) => id === 'C')?.lints.map(({ code }) => code)).toEqual(['I-RULE-OUTPUTS']);
  });
});
