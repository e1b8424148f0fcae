import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import { explainCondition } from '../../explain/explain-condition.js';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';

const logsource = { product: 'aws', service: 'cloudtrail' };

function load(document: object) {
  return loadRuleSet([{ path: 'rules/lab/rule.yml', text: JSON.stringify({ logsource, ...document }) }]);
}

/** The rule with one search and nothing else. */
function ruleOf(selection: unknown, more: object = {}) {
  const { rules, problems } = load({ detection: { selection, condition: 'selection' }, ...more });
  const [rule] = rules;
  if (rule === undefined) throw new Error(JSON.stringify(problems));
  return rule;
}

const matches = (selection: unknown, record: object, more: object = {}): boolean =>
  compileCondition(ruleOf(selection, more).condition)(viewOf(record)) === 'match';

const problemsOf = (document: object) => load(document).problems.map(({ code, message }) => `${code} ${message}`);
const selectionProblems = (selection: unknown) =>
  problemsOf({ id: 'r', detection: { selection, condition: 'selection' } });

describe('a value', () => {
  it.each<[string, object, readonly object[], readonly object[]]>([
    [
      'is compared whole and in any case',
      { a: 'Stop' },
      [{ a: 'Stop' }, { a: 'STOP' }],
      [{ a: 'Stopped' }, { a: null }, {}],
    ],
    ['may have wildcards', { a: 'St?p*' }, [{ a: 'stop' }, { a: 'StepLogging' }], [{ a: 'Sp' }]],
    ['may have literal stars', { a: 'a\\*b' }, [{ a: 'a*b' }], [{ a: 'axb' }]],
    ['may have literal backslashes', { a: 'a\\\\*' }, [{ a: 'a\\b' }], [{ a: 'a*' }]],
    ['keeps a lone backslash', { a: 'a\\b' }, [{ a: 'a\\b' }], [{ a: 'ab' }]],
    ['that is a star wants any value', { a: '*' }, [{ a: '' }, { a: 5 }, { a: { b: 1 } }], [{ a: null }, {}]],
    ['that is empty wants an empty text', { a: '' }, [{ a: '' }], [{}, { a: null }, { a: 'x' }]],
    ['that is null wants none', { a: null }, [{}, { a: null }], [{ a: '' }, { a: 0 }]],
    ['that is a number is its text too', { a: 22 }, [{ a: 22 }, { a: '22' }], [{ a: 220 }, { a: '022' }]],
    ['that is true is its text too', { a: true }, [{ a: true }, { a: 'True' }], [{ a: false }, { a: 1 }]],
    ['of a list is enough', { a: ['x', 'y*', 5] }, [{ a: 'X' }, { a: 'yes' }, { a: '5' }], [{ a: 'z' }]],
    ['is looked for in every element', { 'a.b': 'x' }, [{ a: [{ b: 'y' }, { b: ['x'] }] }], [{ a: [{ b: 'y' }] }]],
    [
      'in an object is compared with its JSON',
      { 'a|contains': 'Allow' },
      [{ a: { b: 'allow' } }, { a: 'Allowed' }],
      [{ a: {} }],
    ],
    [
      'in an object is compared with the JSON inside its texts',
      { 'a|contains|all': ['"Effect":"Allow"', '"*:*"'] },
      [{ a: { policy: '{"Effect":"Allow","Action":"s3:*"}' } }],
      [{ a: { policy: 'Effect: Allow' } }],
    ],
  ])('%s', (_name, selection, holds, fails) => {
    expect(holds.map((record) => matches(selection, record))).toEqual(holds.map(() => true));
    expect(fails.map((record) => matches(selection, record))).toEqual(fails.map(() => false));
  });

  it('that is an account with a leading zero is the text as it was typed', () => {
    const text =
      'logsource: {product: aws, service: cloudtrail}\ndetection:\n  s: {recipientAccountId: 012345678901}\n  condition: s\n';
    const [rule] = loadRuleSet([{ path: 'a.yml', text }]).rules;
    const holds = (recipientAccountId: unknown) =>
      rule && compileCondition(rule.condition)(viewOf({ recipientAccountId }));
    expect([holds('012345678901'), holds(12345678901), holds('22345678901')]).toEqual(['match', 'match', 'no-match']);
  });
});

describe('a modifier', () => {
  const base64 = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding).toString('base64');
  it.each<[string, object, readonly object[], readonly object[]]>([
    ['contains', { 'a|contains': 'b*c' }, [{ a: 'xBzzCx' }], [{ a: 'bz' }]],
    ['startswith', { 'a|startswith': 'b' }, [{ a: 'Bc' }], [{ a: 'ab' }]],
    ['endswith', { 'a|endswith': ['b', 'c'] }, [{ a: 'ab' }, { a: 'C' }], [{ a: 'ba' }]],
    ['all', { 'a|contains|all': ['b', 'c'] }, [{ a: 'cb' }, { a: ['b', 'c'] }], [{ a: 'b' }]],
    ['cased', { 'a|cased': 'B' }, [{ a: 'B' }], [{ a: 'b' }]],
    ['contains|cased', { 'a|contains|cased': 'B' }, [{ a: 'aBc' }], [{ a: 'abc' }]],
    ['exists: true', { 'a.b|exists': true }, [{ a: { b: null } }, { a: { b: '' } }, { a: { b: [] } }], [{ a: {} }, {}]],
    ['exists: false', { 'a|exists': false }, [{}, { b: 1 }], [{ a: null }, { a: 0 }]],
    ['neq', { 'a|neq': ['b', 'c'] }, [{ a: 'd' }, {}], [{ a: 'B' }, { a: 'c' }]],
    ['neq of a number', { 'a|neq': 5 }, [{ a: 6 }], [{ a: 5 }, { a: '5' }]],
    ['re', { 'a|re': '^b.d$' }, [{ a: 'bad' }], [{ a: 'BAD' }, { a: 'xbad' }]],
    ['re searches', { 'a|re': 'a' }, [{ a: 'bad' }], [{ a: 'b' }]],
    ['re|i', { 'a|re|i': 'B' }, [{ a: 'abc' }], [{ a: 'a' }]],
    ['re|m', { 'a|re|m': '^b$' }, [{ a: 'a\nb' }], [{ a: 'ab' }]],
    ['re|s', { 'a|re|s': 'a.b' }, [{ a: 'a\nb' }], [{ a: 'ab' }]],
    [
      'cidr',
      { 'a|cidr': ['10.0.0.0/8', '2001:db8::/32'] },
      [{ a: '10.1.2.3' }, { a: '2001:db8::1' }],
      [{ a: '11.0.0.1' }, { a: 'ec2.amazonaws.com' }],
    ],
    ['cidr of one address', { 'a|cidr': '10.0.0.1' }, [{ a: '10.0.0.1' }], [{ a: '10.0.0.2' }]],
    ['gt', { 'a|gt': 5 }, [{ a: 6 }, { a: '7' }], [{ a: 5 }, { a: 'x' }, {}]],
    ['gte', { 'a|gte': 5 }, [{ a: 5 }], [{ a: 4 }]],
    ['lt', { 'a|lt': 5 }, [{ a: 4.5 }], [{ a: 5 }]],
    ['lte', { 'a|lte': 5 }, [{ a: 5 }], [{ a: 6 }]],
    [
      'fieldref',
      { 'a|fieldref': 'b.c' },
      [{ a: 'X', b: { c: 'x' } }],
      [{ a: 'X', b: { c: 'y' } }, { a: null, b: { c: null } }, {}],
    ],
    ['fieldref|neq', { 'a|fieldref|neq': 'b' }, [{ a: 'x', b: 'y' }], [{ a: 'x', b: 'x' }]],
    ['fieldref|endswith', { 'a|fieldref|endswith': 'b' }, [{ a: 'user/eve', b: 'Eve' }], [{ a: 'eve/x', b: 'eve' }]],
    ['windash', { 'a|windash|contains': ' -f x' }, [{ a: 'rm /f x' }, { a: 'rm –F x' }], [{ a: 'rm f x' }]],
    ['base64', { 'a|base64|contains': 'secret!' }, [{ a: `x=${base64('secret!')}` }], [{ a: 'secret!' }]],
    [
      'base64offset',
      { 'a|base64offset|contains': 'secret' },
      ['secret', '1secret', '12secret!'].map((text) => ({ a: base64(text) })),
      [{ a: base64('secre') }],
    ],
    [
      'wide|base64offset',
      { 'a|wide|base64offset|contains': 'IEX' },
      [{ a: base64('x IEX y', 'utf16le') }],
      [{ a: base64('x IEX y') }],
    ],
    ['utf16', { 'a|utf16|base64': 'a' }, [{ a: base64('\ufeffa', 'utf16le') }], [{ a: base64('a', 'utf16le') }]],
    [
      'utf16be',
      { 'a|utf16be|base64': 'a' },
      [{ a: Buffer.from([0, 97]).toString('base64') }],
      [{ a: base64('a', 'utf16le') }],
    ],
    ['hour', { 'a|hour': [3, 4] }, [{ a: '2026-01-15T03:59:00Z' }], [{ a: '2026-01-15T05:00:00Z' }, { a: 3 }]],
    ['hour|gte', { 'a|hour|gte': 18 }, [{ a: '2026-01-15T23:00:00Z' }], [{ a: '2026-01-15T17:59:59Z' }]],
    ['week', { 'a|week': 1 }, [{ a: '2024-12-30T00:00:00Z' }], [{ a: '2024-12-29T00:00:00Z' }]],
  ])('%s', (_name, selection, holds, fails) => {
    expect(holds.map((record) => matches(selection, record))).toEqual(holds.map(() => true));
    expect(fails.map((record) => matches(selection, record))).toEqual(fails.map(() => false));
  });

  it('expand takes values of the rule, and those of the configuration before them', () => {
    const selection = { 'userIdentity.arn|expand|endswith': '/%admins%' };
    const more = { values: { admins: ['alice', 'b*b'] } };
    const by = (name: string) => ({ userIdentity: { arn: `arn:aws:iam::1:user/${name}` } });
    expect(['alice', 'b*b', 'bob'].map((name) => matches(selection, by(name), more))).toEqual([true, true, false]);
    const text = JSON.stringify({ logsource, detection: { s: selection, condition: 's' }, ...more });
    const [rule] = loadRuleSet([{ path: 'a.yml', pack: 'p', text }], {
      packs: { p: { values: { admins: 'carol' } } },
    }).rules;
    expect(rule && compileCondition(rule.condition)(viewOf(by('carol')))).toBe('match');
  });

  it.each<[unknown, string]>([
    [{ 'a|contians': 'x' }, 'E-SYNTAX rule r: selection.a|contians: there is no modifier "contians"'],
    [{ 'a|i': 'x' }, 'E-TYPE rule r: selection.a|i: "i" belongs behind "re"'],
    [{ 'a|re': '(?=x)' }, 'E-REGEX'],
    [
      { 'a|contains|re': 'x' },
      'E-TYPE rule r: selection.a|contains|re: "re" cannot follow a modifier that changes the text',
    ],
    [{ 'a|cidr': '10.0.0.0/99' }, 'E-CIDR'],
    [{ 'a|gt': 'many' }, 'E-TYPE rule r: selection.a|gt: "gt" needs a number, not a text'],
    [{ 'a|exists': 'yes' }, 'E-TYPE rule r: selection.a|exists: "exists" needs true or false, not a text'],
    [{ 'a|base64': 'x*' }, 'E-TYPE rule r: selection.a|base64: "base64" needs a text without wildcards'],
    [{ 'a|expand': '%nobody%' }, 'E-VALUE-UNKNOWN rule r: selection.a|expand: there is no value named nobody'],
    [{ 'a|windash': '-a -b -c -d -e' }, 'E-LIMIT'],
    [{ 'a|windash': Array.from({ length: 500 }, (_, at) => `-a -b -c ${at} -d`) }, 'E-LIMIT'],
    [{ a: ['x', null] }, 'E-TYPE rule r: detection.selection.a holds null'],
    [{ a: [] }, 'RULE_BAD_VALUE rule r: detection.selection.a is an empty list'],
    [{ a: { b: 1 } }, 'RULE_BAD_VALUE rule r: detection.selection.a must be a value or a list of values'],
    [{}, 'RULE_BAD_VALUE rule r: detection.selection holds nothing to search for'],
    [[], 'RULE_BAD_VALUE rule r: detection.selection holds nothing to search for'],
    [{ '|gt': 5 }, 'E-TYPE rule r: selection.|gt: a comparison needs a field'],
    [[''], 'E-TYPE rule r: selection: an empty keyword stands in every record'],
    [{ ['__proto__' + '.x']: 'y' }, 'E-PATH'],
  ])('%j is refused', (selection, expected) => {
    expect(selectionProblems(selection).join('\n')).toContain(expected);
  });
});

describe('a search', () => {
  it('of several maps is one of them, and each map is all of its fields', () => {
    const selection = [{ a: 1, b: 2 }, { c: 3 }];
    expect([{ a: 1, b: 2 }, { c: 3 }, { a: 1 }].map((record) => matches(selection, record))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each<[unknown, boolean]>([
    ['mimikatz', true],
    [['nothing', 'MIMI'], true],
    [['m?mi*tz'], true],
    [{ '|all': ['mimi', 'katz'] }, true],
    [{ '|all': ['mimi', 'dogz'] }, false],
    [{ '|re': 'mimi[^k]' }, false],
    [{ '|cased': 'Mimi' }, false],
    [[{ x: 'no' }, 'katz'], true],
  ])('of keywords %j looks in every text of the record: %s', (selection, expected) => {
    expect(matches(selection, { a: [{ b: 'the mimikatz tool' }] })).toBe(expected);
  });
});

describe('a condition', () => {
  const searches = { sel_a: { a: 1 }, sel_b: { b: 1 }, filter: { c: 1 }, _base: { d: 1 } };
  const holds = (condition: unknown, record: object): boolean => {
    const [rule] = load({ detection: { ...searches, condition } }).rules;
    return rule !== undefined && compileCondition(rule.condition)(viewOf(record)) === 'match';
  };

  it.each<[unknown, object, boolean]>([
    ['sel_a and not filter', { a: 1 }, true],
    ['sel_a and not filter', { a: 1, c: 1 }, false],
    ['sel_a or sel_b and filter', { a: 1 }, true],
    ['(sel_a or sel_b) and filter', { a: 1 }, false],
    ['not sel_a and sel_b', { b: 1 }, true],
    ['not (sel_a and sel_b)', { b: 1 }, true],
    ['not not sel_a', { a: 1 }, true],
    ['1 of sel_*', { b: 1 }, true],
    ['any of sel_*', { b: 1 }, true],
    ['all of sel_*', { a: 1 }, false],
    ['all of sel_*', { a: 1, b: 1 }, true],
    ['1 of them', { d: 1 }, false],
    ['1 of *', { d: 1 }, false],
    ['1 of _*', { d: 1 }, true],
    ['all of them', { a: 1, b: 1, c: 1 }, true],
    ['1 of sel_a', { a: 1 }, true],
    ['NOT sel_a AND 1 OF Them', { b: 1 }, true],
    [['sel_a', 'sel_b'], { b: 1 }, true],
  ])('%j on %j: %s', (condition, record, expected) => {
    expect(holds(condition, record)).toBe(expected);
  });

  it.each<[unknown, string]>([
    ['', 'E-SYNTAX rule r: the condition is empty'],
    ['sel_c', 'E-SYNTAX rule r: there is no search "sel_c"'],
    ['sel_a sel_b', 'E-SYNTAX rule r: expected "and" or "or" before "sel_b"'],
    ['sel_a and', 'E-SYNTAX rule r: expected a search, found the end'],
    ['(sel_a', 'E-SYNTAX rule r: this "(" is not closed'],
    ['sel_a)', 'E-SYNTAX rule r: this ")" closes nothing'],
    ['2 of sel_*', 'E-SYNTAX rule r: "2" cannot stand before "of"'],
    ['1 of nope*', 'E-SYNTAX rule r: no search is meant by "nope*"'],
    ['sel_a | count() by b > 5', 'E-SIGMA-V1'],
    ['(sel_a | near sel_b)', 'E-SIGMA-V1'],
    [`${'('.repeat(500)}sel_a${')'.repeat(500)}`, 'E-LIMIT'],
    [`${'not '.repeat(5000)}sel_a`, 'E-LIMIT'],
    [5, 'RULE_BAD_VALUE rule r: detection.condition must be text'],
    [[], 'RULE_MISSING_KEY rule r: detection.condition is missing'],
    [undefined, 'RULE_MISSING_KEY rule r: detection.condition is missing'],
  ])('%j is refused', (condition, expected) => {
    expect(problemsOf({ id: 'r', detection: { ...searches, condition } }).join('\n')).toContain(expected);
  });

  it('is refused at its line and column, with the name that was meant', () => {
    const text =
      'id: r\nlogsource:\n  product: aws\n  service: cloudtrail\ndetection:\n  selection:\n    a: 1\n  condition: selection or selektion\n';
    const { problems, refused } = loadRuleSet([{ path: 'a.yml', text }]);
    expect(problems).toMatchObject([{ place: { line: 8, column: 27 }, fix: 'did you mean selection?' }]);
    expect(refused).toMatchObject([{ id: 'r' }]);
  });

  it('that repeats a large search is refused before it costs much', () => {
    const selection = { 'a|contains': Array.from({ length: 2000 }, (_, at) => `v${at}`) };
    const condition = Array.from({ length: 5000 }, () => 'selection').join(' or ');
    expect(problemsOf({ id: 'r', detection: { selection, condition } }).join('\n')).toContain('E-LIMIT');
  });

  it.each<[string, (at: number) => string, string]>([
    ['names many searches', (at) => `s${at}`, ''],
    ['asks for all of many searches again and again', () => '1 of *', 'E-LIMIT'],
    ['misspells', (at) => `t${at}`, 'E-SYNTAX'],
  ])('that %s is read or refused at once', (_name, part, code) => {
    const numbers = Array.from({ length: 5000 }, (_, at) => at);
    const detection = Object.fromEntries(numbers.map((at): [string, unknown] => [`s${at}`, { a: at }]));
    const startedMs = performance.now();
    const found = problemsOf({ id: 'r', detection: { ...detection, condition: numbers.map(part).join(' or ') } });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(found.join('\n')).toContain(code);
  });

  it('is explained in the words of the rule', () => {
    const [rule] = load({
      detection: {
        selection: { 'eventName|startswith': ['Stop', 'Delete'] },
        filter: { 'userIdentity.type': 'Root' },
        condition: 'selection and not filter',
      },
    }).rules;
    if (rule === undefined) throw new Error('no rule');
    expect(rule.conditionText).toBe(
      'selection:\n  eventName|startswith:\n    - Stop\n    - Delete\nfilter:\n  userIdentity.type: Root\ncondition: selection and not filter',
    );
    const { parts, text } = explainCondition(rule.condition, rule.conditionText, viewOf({ eventName: 'StopLogging' }));
    expect(text).toBe('selection and not filter');
    expect(parts.map((part) => [part.text, part.outcome])).toEqual([
      ['eventName|startswith:\n    - Stop\n    - Delete', 'match'],
      ['not filter', 'match'],
    ]);
    expect(parts[1]?.parts[0]?.text).toBe('userIdentity.type: Root');
  });
});

describe('a rule', () => {
  it('is what its document says, with keys nobody knows left alone', () => {
    const rule = ruleOf(
      { a: 1 },
      {
        id: '7a1d3b1e-1111-4222-8333-444455556666',
        name: 'trail_tampering',
        title: 'Trail stopped',
        status: 'stable',
        level: 'Critical',
        description: 'why',
        author: 'someone',
        date: '2026-01-02',
        modified: '2026-02-03',
        references: ['https://example.com/a', 'https://example.com/b'],
        tags: [
          'attack.defense-evasion',
          'attack.t1562.008',
          'attack.ta0005',
          'cve.2021-44228',
          'detection.threat-hunting',
        ],
        falsepositives: ['maintenance'],
        fields: ['userIdentity.arn', 'no path['],
        license: 'own',
        related: [{ id: 'x', type: 'similar' }],
        simulation: { anything: true },
      },
    );
    expect(rule).toMatchObject({
      id: '7a1d3b1e-1111-4222-8333-444455556666',
      title: 'Trail stopped',
      severity: 'critical',
      language: 'sigma',
      description: 'why',
      author: 'someone',
      status: 'stable',
      date: '2026-01-02',
      modified: '2026-02-03',
      reference: 'https://example.com/a',
      references: ['https://example.com/a', 'https://example.com/b'],
      frameworks: { 'MITRE ATT&CK': ['T1562.008', 'TA0005'], CVE: ['CVE-2021-44228'] },
      falsePositives: ['maintenance'],
      threshold: null,
      dedupMs: null,
    });
    expect(rule.tags).toHaveLength(5);
    expect(rule.fields.map(({ name }) => name)).toEqual(['userIdentity.arn']);
  });

  it.each([
    [{ id: 'i', name: 'n' }, 'i'],
    [{ name: 'n' }, 'n'],
    [{}, 'rule'],
  ])('of %j has the id %s', (keys, id) => {
    expect(ruleOf({ a: 1 }, keys).id).toBe(id);
  });

  it('has an identity of exactly logsource and detection, whatever the rest of the document says', () => {
    const [plain, dressed] = [{}, { level: 'high', title: 'other', tags: ['x'] }].map((more) => ruleOf({ a: 1 }, more));
    expect(plain?.stateHash).toBe(dressed?.stateHash);
    expect(plain?.identity.sourceText).toBe(
      '{"detection":{"condition":"selection","selection":{"a":1}},"logsource":{"product":"aws","service":"cloudtrail"}}',
    );
    expect(ruleOf({ a: 2 }).stateHash).not.toBe(plain?.stateHash);
  });

  it.each<[unknown, string]>([
    [{ product: 'windows', service: 'security' }, 'its logsource is product "windows", service "security"'],
    [{ product: 'aws' }, 'its logsource is product "aws": only CloudTrail records are read here'],
    [{ category: 'proxy' }, 'its logsource is category "proxy"'],
    [{}, 'its logsource is empty'],
  ])('for the log %j is refused by name', (other, message) => {
    const { problems, refused } = load({ id: 'r', logsource: other, detection: { s: { a: 1 }, condition: 's' } });
    expect(problems).toMatchObject([{ code: 'RULE_LOGSOURCE', message: expect.stringContaining(message) }]);
    expect(refused).toMatchObject([{ id: 'r' }]);
  });

  it('runs the tests it carries', () => {
    const tests = [{ name: 'one', event: { a: 1 }, expect: 'match' }];
    expect(ruleOf({ a: 1 }, { tests }).tests).toMatchObject([{ name: 'one', expect: 'match', events: [{ a: 1 }] }]);
    expect(problemsOf({ id: 'r', detection: { s: { a: 1 }, condition: 's' }, tests: [{ name: 'x' }] })).not.toEqual([]);
  });

  it('of Sigma 1 that joins documents is refused', () => {
    expect(problemsOf({ id: 'r', action: 'global', detection: { s: { a: 1 }, condition: 's' } })).toEqual([
      expect.stringContaining('E-SIGMA-V1'),
    ]);
  });

  it('stands beside others in one file, each with its own id', () => {
    const text = [1, 2]
      .map((a) => `logsource: {product: aws, service: cloudtrail}\ndetection: {s: {a: ${a}}, condition: s}\n`)
      .join('---\n');
    expect(loadRuleSet([{ path: 'two.yml', text }]).rules.map(({ id }) => id)).toEqual(['two', 'two#2']);
  });
});

describe('use of the root user, written for sigma', () => {
  const rule = () =>
    ruleOf(
      { 'userIdentity.type': 'Root', 'userIdentity.invokedBy': null },
      {
        detection: {
          selection: { 'userIdentity.type': 'Root', 'userIdentity.invokedBy': null },
          service: { eventType: 'AwsServiceEvent' },
          condition: 'selection and not service',
        },
      },
    );

  it.each<[string, object, boolean]>([
    ['a console login of root', { userIdentity: { type: 'Root' }, eventType: 'AwsConsoleSignIn' }, true],
    ['a service acting for root', { userIdentity: { type: 'Root', invokedBy: 'support.amazonaws.com' } }, false],
    ['a service event', { userIdentity: { type: 'Root' }, eventType: 'AwsServiceEvent' }, false],
    ['another user', { userIdentity: { type: 'IAMUser' } }, false],
    ['no event type', { userIdentity: { type: 'Root' } }, true],
  ])('on %s', (_name, record, expected) => {
    expect(compileCondition(rule().condition)(viewOf(record)) === 'match').toBe(expected);
  });
});
