import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../condition/compile-condition.js';
import type { Rule } from '../rule.js';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import { suppressionsFor, unknownTargetLints, withSuppressions } from './apply-suppressions.js';
import { loadSuppressions } from './load-suppressions.js';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 5, 1);

function load(text: string, options = {}) {
  return loadSuppressions([{ path: 'suppressions/team.yaml', text }], options);
}

function suppression(extra = '', when = 'user = "terraform"'): string {
  return `when: ${when}\nreason: rollout\nowner: platform\n${extra}`;
}

const rules: readonly Rule[] = loadRuleSet([
  {
    path: 'lab/a.yaml',
    text: 'id: trail\ncondition: eventName = "StopLogging"\nsuppressions: [{when: a = 1, reason: r, owner: o}]\n',
    pack: 'lab',
  },
  { path: 'own/b.yaml', text: 'id: keys\ncondition: eventName = "CreateAccessKey"\n', pack: 'own' },
]).rules;

function muting(text: string): Record<string, string[]> {
  const { suppressions, problems } = load(text);
  expect(problems).toEqual([]);
  return Object.fromEntries(rules.map((rule) => [rule.id, suppressionsFor(rule, suppressions).map(({ id }) => id)]));
}

describe('a suppression file', () => {
  it('mutes the rules it names, beside what a rule mutes itself', () => {
    expect(muting(suppression('rules: [trail]\n'))).toEqual({ trail: ['trail/suppression-1', 'team'], keys: [] });
  });

  it('mutes the rules of the packs it names', () => {
    expect(muting(suppression('packs: [own]\nid: own-pack\n'))).toEqual({
      trail: ['trail/suppression-1'],
      keys: ['own-pack'],
    });
  });

  it('joins all suppressions that name a rule', () => {
    const text = `${suppression('rules: [keys]\n')}---\n${suppression('packs: [own]\nid: second\n')}---\n${suppression('rules: ["*"]\n')}`;
    expect(muting(text).keys).toEqual(['team', 'second', 'team#3']);
  });

  it('is joined to the rules of a rule set', () => {
    const { suppressions } = load(suppression('rules: [keys]\n'));
    expect(withSuppressions(rules, suppressions).map((rule) => rule.suppressions.length)).toEqual([1, 1]);
  });

  it('holds for the records its filter says, in its period', () => {
    const [found] = load(
      suppression('rules: [keys]\nfrom: 2026-01-01\nuntil: 2026-01-02T06:30:00+02:00\n'),
    ).suppressions;
    expect(found).toMatchObject({
      fromMs: Date.UTC(2026, 0, 1),
      untilMs: Date.UTC(2026, 0, 2, 4, 30),
      reason: 'rollout',
      owner: 'platform',
    });
    const holds = (userName: string) =>
      found && compileCondition(found.when)(viewOf({ userIdentity: { type: 'IAMUser', userName } }));
    expect([holds('terraform'), holds('alice')]).toEqual(['match', 'no-match']);
  });

  it('is refused by name where it is wrong, while the others load', () => {
    const text = `${suppression('rules: [keys]\n', 'user =')}---\n${suppression('id: good\nrules: [keys]\n')}---\n${suppression('id: idle\n')}---\nwhen: a = 1\nrule: [keys]\n`;
    const { suppressions, problems } = load(text);
    expect(suppressions.map(({ id }) => id)).toEqual(['good']);
    expect(problems.map(({ code, message, place }) => [code, message.split(':')[0], place?.line])).toEqual([
      ['E-SYNTAX', 'suppression team', 1],
      ['RULE_MISSING_KEY', 'suppression idle', 12],
      ['RULE_MISSING_KEY', 'suppression team#4', 17],
      ['RULE_MISSING_KEY', 'suppression team#4', 17],
      ['RULE_UNKNOWN_KEY', 'suppression team#4', 18],
    ]);
  });

  it('loads neither of two with one id', () => {
    const { suppressions, problems } = load(
      `${suppression('id: a\nrules: [keys]\n')}---\n${suppression('id: a\nrules: [trail]\n')}`,
    );
    expect(suppressions).toEqual([]);
    expect(problems).toMatchObject([{ code: 'SUPPRESSION_ID_TWICE' }]);
    expect(problems[0]?.message).toContain('suppressions/team.yaml:1 and suppressions/team.yaml:7');
  });

  it('may name the language of its filter', () => {
    expect(load(suppression('rules: [keys]\nlanguage: threatstack\n')).suppressions).toHaveLength(1);
    expect(load(suppression('rules: [keys]\nlanguage: sigma\n')).problems).toMatchObject([
      { code: 'RULE_UNKNOWN_LANGUAGE' },
    ]);
  });
});

describe('lint of suppressions', () => {
  const codes = (extra: string, options = {}) =>
    load(suppression(`rules: [keys]\n${extra}`), options).lints.map(({ code }) => code);

  it('points at one without an end, which is loaded all the same', () => {
    const loaded = load(suppression('rules: [keys]\n'));
    expect(loaded.suppressions).toHaveLength(1);
    expect(loaded.lints).toMatchObject([{ code: 'W-NO-END', level: 'warning', subject: 'team', place: { line: 1 } }]);
  });

  it('points at one that lasts longer than 90 days, from its start or from now', () => {
    expect(codes('from: 2026-01-01\nuntil: 2026-04-01\n')).toEqual([]);
    expect(codes('from: 2026-01-01\nuntil: 2026-04-02\n')).toEqual(['W-NO-END']);
    expect(codes('until: 2026-08-30\n', { nowMs })).toEqual([]);
    expect(codes('until: 2026-08-31\n', { nowMs })).toEqual(['W-NO-END']);
    expect(codes('until: 2027-01-01\n')).toEqual([]);
    expect(Date.UTC(2026, 7, 30) - nowMs).toBe(90 * dayMs);
  });

  it('points at one for every rule', () => {
    expect(load(suppression('rules: ["*"]\nfrom: 2026-01-01\nuntil: 2026-01-02\n')).lints).toMatchObject([
      { code: 'W-MUTES-ALL' },
    ]);
  });

  it('points at names that no rule and no pack has, with the nearest one', () => {
    const { suppressions } = load(suppression('rules: [keyz, trail, "*"]\npacks: [won, lab]\n'));
    expect(unknownTargetLints(suppressions, rules).map(({ code, message, advice }) => [code, message, advice])).toEqual(
      [
        ['W-UNKNOWN-RULE', 'the suppression names rule keyz, which is not loaded', 'did you mean keys?'],
        ['W-UNKNOWN-RULE', 'the suppression names pack won, which is not loaded', 'did you mean own?'],
      ],
    );
  });
});
