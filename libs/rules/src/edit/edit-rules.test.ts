import type { Parsed } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { loadContent } from '../revisions/load-content.js';
import { noContent, type RulesContent } from '../revisions/rules-content.js';
import { addRules, cloneRule, removeRule, replaceRules, setRuleEnabled } from './edit-rules.js';
import { judgeEdit } from './judge-edit.js';

const two = `# who stops trails
id: stop
condition: eventName = "StopLogging" # the API call
---
id: delete
condition: eventName = "DeleteTrail"
`;
const list = '- id: a\n  condition: eventName = "A"\n- id: b\n  condition: eventName = "B"\n';
const sigma = `title: Root
id: 11111111-2222-4333-8444-555555555555
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: ConsoleLogin }, condition: s }
`;
const content: RulesContent = {
  ...noContent,
  rules: [
    { path: 'trails.yaml', text: two },
    { path: 'list.json', text: list },
    { path: 'packs/root.yml', text: sigma, pack: 'packs' },
  ],
};
const load = (given: RulesContent) => loadContent(given, 0);
const rule = (id: string, given = content) => {
  const found = load(given).rules.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
};
const done = (edited: Parsed<RulesContent>): RulesContent => {
  if (!edited.ok) throw new Error(JSON.stringify(edited.problems));
  return edited.value;
};
const textOf = ({ rules }: RulesContent, path: string) => rules.find((file) => file.path === path)?.text;
const judged = (after: RulesContent, id: string) =>
  judgeEdit(load(content), load(after), { only: { rules: id }, force: false });
const sigmaId = '11111111-2222-4333-8444-555555555555';

describe('a rule edited in its file', () => {
  it.each(['stop', 'delete', 'a', 'b', sigmaId])('%s is turned off and on, and nothing else changes', (id) => {
    const off = done(setRuleEnabled(content, rule(id), false));
    expect(rule(id, off).enabled).toBe(false);
    expect(judged(off, id)).toEqual([]);
    const on = done(setRuleEnabled(off, rule(id, off), true));
    expect(load(on).rules.map((one) => [one.id, one.enabled])).toEqual(
      load(content).rules.map((one) => [one.id, true]),
    );
  });

  it('keeps its comments and those of its neighbours', () => {
    const text = textOf(done(setRuleEnabled(content, rule('delete'), false)), 'trails.yaml');
    expect(text).toContain('# who stops trails');
    expect(text).toContain('# the API call');
  });

  it('that is so already is the same content', () => {
    expect(done(setRuleEnabled(content, rule('stop'), true))).toBe(content);
  });

  it.each(['stop', 'delete', 'a', 'b', sigmaId])('%s is removed, and its neighbours stay', (id) => {
    const after = done(removeRule(content, rule(id)));
    expect(judged(after, id)).toEqual([]);
    expect(load(after).rules.map((one) => one.id)).toEqual(
      load(content).rules.flatMap((one) => (one.id === id ? [] : [one.id])),
    );
  });

  it('takes its file with it where it was the last', () => {
    const after = done(removeRule(content, rule(sigmaId)));
    expect(after.rules.map(({ path }) => path)).not.toContain('packs/root.yml');
  });

  it.each(['stop', 'delete', 'a', 'b', sigmaId])('%s is cloned under another id, beside it and in its pack', (id) => {
    const after = done(cloneRule(content, rule(id), 'the copy'));
    expect(judged(after, 'the copy')).toEqual([]);
    const [first, copy] = [rule(id), rule('the copy', after)];
    expect([copy.conditionText, copy.pack]).toEqual([first.conditionText, first.pack]);
  });
});

describe('an edit', () => {
  it('that breaks a rule is refused with the place, and one broken before is no reason', () => {
    const broken = { ...content, rules: [...content.rules, { path: 'bad.yaml', text: 'id: bad\ncondition: "x ="\n' }] };
    const after = done(replaceRules(broken, rule('stop'), two.replace('= "StopLogging"', '=')));
    const problems = judgeEdit(load(broken), load(after), { force: false });
    expect(problems).toMatchObject([{ code: 'E-SYNTAX', place: { file: 'trails.yaml', line: 3 } }]);
  });

  it('that would do more than it says is refused', () => {
    const after = done(replaceRules(content, rule('stop'), two.replace('"DeleteTrail"', '"UpdateTrail"')));
    expect(judged(after, 'stop')).toMatchObject([
      { code: 'RULES_EDIT_IMPOSSIBLE', message: 'it would also change delete' },
    ]);
  });

  it('that gives an id a second time is refused', () => {
    const after = done(addRules(content, 'id: stop\ncondition: eventName = "X"\n'));
    expect(judged(after, 'stop')).toMatchObject([{ code: 'RULE_ID_TWICE' }]);
  });

  it('puts new rules where no file is, and into none that is there', () => {
    expect(
      done(addRules(done(addRules(content, 'id: x\n')), 'id: y\n'))
        .rules.map(({ path }) => path)
        .slice(-2),
    ).toEqual(['console/rule.yaml', 'console/rule-2.yaml']);
    expect(addRules(content, 'id: x\n', 'trails.yaml')).toMatchObject({ problems: [{ code: 'RULES_FILE_TAKEN' }] });
    for (const path of ['x.sh', '../x.yaml', '/etc/x.yaml', 'a/../../x.yaml', 'a//x.yaml', 'a\\..\\x.yaml'])
      expect([path, addRules(content, 'id: x\n', path)]).toMatchObject([
        path,
        { problems: [{ code: 'RULES_EDIT_IMPOSSIBLE' }] },
      ]);
    expect(addRules(content, 'id: x\n', 'team a/new.v2.yml').ok).toBe(true);
  });
});
