import { stateHash } from '@trailhound/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentLanguage } from '../languages/document-language.js';
import type { LanguageName, TextLanguage } from '../languages/language.js';
import { threatstack } from '../languages/threatstack/threatstack.js';
import { loadRuleSet, type RuleFile } from './load-rule-set.js';

function rule(id: string, extra = ''): string {
  return `id: ${id}\ntitle: t\ncondition: eventName = "${id}"\n${extra}`;
}

function file(path: string, text: string, pack?: string): RuleFile {
  return { path, text, ...(pack !== undefined && { pack }) };
}

function ids(files: readonly RuleFile[], options = {}): string[] {
  return loadRuleSet(files, options).rules.map(({ id }) => id);
}

describe('a rule set', () => {
  it('is ordered by path and by place, whatever the order of the files', () => {
    const files = [
      file('b/z.yaml', rule('b-z')),
      file('a/y.yaml', `${rule('a-y-1')}---\n${rule('a-y-2')}`),
      file('a/x.json', '[{"id":"a-x","condition":"a = 1"}]'),
    ];
    const expected = ['a-x', 'a-y-1', 'a-y-2', 'b-z'];
    fc.assert(
      fc.property(fc.shuffledSubarray(files, { minLength: 3 }), (shuffled) => {
        expect(ids(shuffled)).toEqual(expected);
      }),
    );
  });

  it('names rules without an id after their file, the second and later ones by number', () => {
    const text = 'condition: a = 1\n---\nid: own\ncondition: a = 1\n---\ncondition: a = 2\n';
    expect(ids([file('rules/lab/root.use.yaml', text)])).toEqual(['root.use', 'own', 'root.use#3']);
  });

  it('refuses a bad rule by name while the others load', () => {
    const loaded = loadRuleSet([
      file('a.yaml', `${rule('good')}---\nid: bad\ncondition: eventName =\n---\n${rule('also-good')}`),
      file('b.yaml', 'id: "unclosed\n'),
    ]);
    expect(loaded.rules.map(({ id }) => id)).toEqual(['good', 'also-good']);
    expect(loaded.refused).toEqual([{ id: 'bad', place: { file: 'a.yaml', line: 5, column: 1 } }]);
    expect(loaded.problems[0]?.message).toContain('rule bad: ');
    expect(loaded.problems.some(({ place }) => place?.file === 'b.yaml')).toBe(true);
  });

  it('loads one file once that is reached by two paths', () => {
    expect(ids([file('./rules/a.yaml', rule('one')), file('rules//lab/../a.yaml', rule('one'))])).toEqual(['one']);
    const linked = { ...file('link/a.yaml', rule('one')), realPath: '/srv/rules/a.yaml' };
    expect(ids([{ ...file('rules/a.yaml', rule('one')), realPath: '/srv/rules/a.yaml' }, linked])).toEqual(['one']);
  });

  it('loads neither of two rules with one id and names both places', () => {
    const loaded = loadRuleSet([file('a.yaml', rule('same')), file('b.yaml', `${rule('other')}---\n${rule('same')}`)]);
    expect(loaded.rules.map(({ id }) => id)).toEqual(['other']);
    expect(loaded.refused.map(({ id }) => id)).toEqual(['same', 'same']);
    expect(loaded.problems).toMatchObject([{ code: 'RULE_ID_TWICE', place: { file: 'a.yaml', line: 1 } }]);
    expect(loaded.problems[0]?.message).toContain('a.yaml:1 and b.yaml:5');
  });

  it('treats an id as taken by a rule that cannot be read, so that mending it refuses no other', () => {
    const loaded = loadRuleSet([file('a.yaml', rule('same')), file('b.yaml', 'id: same\ncondition: eventName =\n')]);
    expect(loaded.rules).toEqual([]);
    expect(loaded.problems.map(({ code }) => code)).toEqual(['RULE_ID_TWICE', 'E-SYNTAX']);
  });

  it('says when a file holds no rule', () => {
    const { problems, lints } = loadRuleSet([file('a.yaml', '# all commented out\n')]);
    expect(problems).toEqual([]);
    expect(lints).toMatchObject([{ code: 'I-EMPTY-FILE', level: 'info', place: { file: 'a.yaml', line: 1 } }]);
  });

  it('never throws, whatever the file holds', () => {
    const key = fc.constantFrom(
      'id',
      'condition',
      'threshold',
      'tests',
      'values',
      'groupBy',
      'language',
      '__proto__',
      'x',
    );
    fc.assert(
      fc.property(fc.array(fc.dictionary(key, fc.jsonValue({ maxDepth: 3 }))), (documents) => {
        const { rules, refused } = loadRuleSet([file('a.json', JSON.stringify(documents))]);
        expect(rules.length + refused.length).toBe(documents.length);
      }),
      { numRuns: 300 },
    );
  });

  it('knows prototype keys of a document as unknown keys', () => {
    const { problems } = loadRuleSet([file('a.json', '{"condition":"a = 1","__proto__":{"enabled":false}}')]);
    expect(problems.map(({ code }) => code)).toEqual(['RULE_UNKNOWN_KEY']);
  });
});

describe('the identity of a rule', () => {
  const identity = (extra: string) => loadRuleSet([file('a.yaml', rule('x', extra))]).rules[0]?.stateHash;

  it('is the hash of language, condition, groupBy, threshold and dedup after defaults', () => {
    const expected = stateHash({
      language: 'threatstack',
      sourceText: 'eventName = "x"',
      groupBy: ['recipientAccountId'],
      threshold: { count: 3, withinMs: 60_000 },
      dedupMs: 60_000,
    });
    expect(identity('threshold: {count: 3, within: 1m}\n')).toBe(expected);
    expect(identity('threshold: {count: 3, within: 60s}\ndedup: 1m\n')).toBe(expected);
  });

  it.each([
    ['title, severity and description', 'severity: high\ndescription: d\n'],
    ['tests', 'tests: [{name: n, event: {}, expect: no-match}]\n'],
    ['suppressions', 'suppressions: [{when: a = 1, reason: r, owner: o}]\n'],
    ['values', 'values: {v: 1}\n'],
  ])('does not change with %s', (_what, extra) => {
    expect(identity(extra)).toBe(identity(''));
  });

  it.each([
    ['groupBy', 'groupBy: [user]\n'],
    ['a threshold', 'threshold: {count: 2, within: 1m}\n'],
    ['dedup', 'dedup: 1m\n'],
  ])('changes with %s', (_what, extra) => {
    expect(identity(extra)).not.toBe(identity(''));
  });

  it('ignores white space around the condition only', () => {
    const hash = (condition: string) =>
      loadRuleSet([file('a.json', JSON.stringify({ condition }))]).rules[0]?.stateHash;
    expect(hash('  a = 1\n')).toBe(hash('a = 1'));
    expect(hash('a  = 1')).not.toBe(hash('a = 1'));
  });
});

describe('a pack adapted by the configuration', () => {
  const files = [
    file(
      'rules/base/a.yaml',
      'id: regions\ncondition: awsRegion in {{allowed}}\nvalues: {allowed: [us-east-1]}\n',
      'base',
    ),
    file('rules/base/b.yaml', rule('other', 'severity: low\naudit: true\n'), 'base'),
    file('rules/own/c.yaml', rule('own'), 'own'),
  ];

  it('takes severity and audit for all its rules and leaves other packs alone', () => {
    const { rules, problems } = loadRuleSet(files, { packs: { base: { severity: 'critical', audit: false } } });
    expect(problems).toEqual([]);
    expect(rules.map(({ id, severity, audit }) => [id, severity, audit])).toEqual([
      ['regions', 'critical', false],
      ['other', 'critical', false],
      ['own', 'medium', false],
    ]);
  });

  it('is switched off as a whole or rule by rule', () => {
    const enabled = (disable: true | string[]) =>
      loadRuleSet(files, { packs: { base: { disable } } }).rules.map((one) => one.enabled);
    expect(enabled(true)).toEqual([false, false, true]);
    expect(enabled(['other'])).toEqual([true, false, true]);
  });

  it('binds its values instead of the rule’s own, without changing the rule’s identity', () => {
    const [before] = loadRuleSet(files).rules;
    const [after] = loadRuleSet(files, { packs: { base: { values: { allowed: ['eu-west-1'] } } } }).rules;
    expect(JSON.stringify(before?.condition)).toContain('us-east-1');
    expect(JSON.stringify(after?.condition)).toContain('eu-west-1');
    expect(JSON.stringify(after?.condition)).not.toContain('us-east-1');
    expect(after?.stateHash).toBe(before?.stateHash);
  });

  it('is a problem where it names what is not there', () => {
    const packs = { bse: {}, base: { disable: ['othr'], values: { alowed: 1 } } };
    expect(loadRuleSet(files, { packs }).problems).toMatchObject([
      { code: 'PACK_UNKNOWN', fix: 'did you mean base?' },
      { code: 'PACK_RULE_UNKNOWN', fix: 'did you mean other?' },
      { code: 'PACK_VALUE_UNUSED' },
    ]);
  });

  it('is looked up by its own name only', () => {
    const odd = [file('rules/constructor/a.yaml', rule('x'), 'constructor')];
    expect(ids(odd, { packs: {} })).toEqual(['x']);
  });
});

describe('the language of a document', () => {
  const accepting = (name: LanguageName): TextLanguage => ({ ...threatstack, name });
  const mapping: DocumentLanguage = {
    name: 'sigma',
    shape: 'a mapping with logsource and detection',
    recognises: ({ value }) => typeof value === 'object' && value !== null && Object.hasOwn(value, 'detection'),
    read: (document) => ({
      ok: false,
      problems: [{ code: 'RULE_BAD_VALUE', message: 'read by sigma', place: document.place }],
    }),
  };
  const languages = { text: [threatstack, accepting('lucene')], document: [mapping] };

  it('is threatstack where it is the only one that reads the condition', () => {
    const { rules } = loadRuleSet([file('a.yaml', 'condition: a = 1\n')]);
    expect(rules[0]?.language).toBe('threatstack');
  });

  it('said nowhere, an unreadable condition says as what it was read', () => {
    const { problems } = loadRuleSet([file('a.yaml', 'condition: a =\n')]);
    expect(problems[0]?.message).toContain('no language is named, so it was read as threatstack');
  });

  it('is in doubt where two languages read the condition', () => {
    const { problems } = loadRuleSet([file('a.yaml', 'condition: a = 1\n')], { languages });
    expect(problems).toMatchObject([
      { code: 'RULE_NO_LANGUAGE', fix: 'add language: threatstack or language: lucene' },
    ]);
    expect(ids([file('a.yaml', 'language: lucene\ncondition: a = 1\n')], { languages })).toEqual(['a']);
  });

  it('is the one whose shape the document has', () => {
    const { problems } = loadRuleSet([file('a.yaml', 'detection: {}\n')], { languages });
    expect(problems.map(({ message }) => message)).toEqual(['rule a: read by sigma']);
  });

  it('is asked for where a document has no shape at all', () => {
    const { problems } = loadRuleSet([file('a.yaml', 'kind: Deployment\n')], { languages });
    expect(problems[0]?.code).toBe('RULE_NOT_A_RULE');
    expect(problems[0]?.message).toContain('sigma (a mapping with logsource and detection)');
  });

  it.each([
    ['misspelt', 'language: Threat_Stack\ncondition: x\n', 'there is no language "Threat_Stack"'],
    ['no text', 'language: 3\ncondition: a = 1\n', 'language must be one of'],
  ])('that is %s is a problem', (_what, text, message) => {
    const { problems, rules } = loadRuleSet([file('a.yaml', text)]);
    expect(rules).toEqual([]);
    expect(problems[0]?.message).toContain(message);
  });
});
