import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../compile/compile-rules.js';
import { compileCondition } from '../condition/compile-condition.js';
import { explainCondition } from '../explain/explain-condition.js';
import { loadRuleSet } from './load-rule-set.js';

const logsource = { product: 'aws', service: 'cloudtrail' };
const detection = (eventName: string) => ({ s: { eventName }, condition: 's' });
const rule = (id: string, more: object = {}) => ({ id, title: id, logsource, detection: detection(id), ...more });
const temporal = (id: string, rules: readonly string[], more: object = {}) => ({
  id,
  title: id,
  correlation: { type: 'temporal', rules, timespan: '1h' },
  ...more,
});
const filter = (rules: unknown, more: object = {}) => ({
  id: 'f',
  title: 'f',
  logsource,
  filter: { rules, sel: { userAgent: 'bot' }, condition: 'not sel' },
  ...more,
});

function load(...files: readonly (readonly object[])[]) {
  return loadRuleSet(files.map((documents, index) => ({ path: `${index}.json`, text: JSON.stringify(documents) })));
}
const ids = ({ rules }: ReturnType<typeof load>) => rules.map(({ id }) => id);
const messages = ({ problems }: ReturnType<typeof load>) =>
  problems.map(({ code, message, fix }) => [code, message, fix]);

describe('a correlation', () => {
  it('finds its rules by id and name, in its file and others, in whatever language they are', () => {
    const loaded = load(
      [temporal('c', ['own', 'named', 'stack'])],
      [rule('own'), rule('x', { name: 'named' }), { id: 'stack', title: 's', condition: 'eventName = "stack"' }],
    );
    expect(messages(loaded)).toEqual([]);
    const [correlation] = loaded.rules;
    expect(correlation?.correlation?.inputs.map((input) => input.rule.id)).toEqual(['own', 'x', 'stack']);
    const holds = (eventName: string) => correlation && compileCondition(correlation.condition)(viewOf({ eventName }));
    expect(['own', 'X', 'stack', 'Stack', 'c'].map(holds)).toEqual(['match', 'match', 'match', 'no-match', 'no-match']);
  });

  it.each<[string, readonly object[], string, string]>([
    [
      'a rule that is not loaded',
      [temporal('c', ['stopp']), rule('stop')],
      'c: correlation.rules names stopp, which is not loaded',
      'did you mean stop?',
    ],
    [
      'itself',
      [temporal('c', ['c'])],
      'c: correlation.rules names c, which leads back to it',
      'no correlation can wait for itself',
    ],
    [
      'a name of several rules',
      [temporal('c', ['n']), rule('a', { name: 'n' }), rule('b', { name: 'n' })],
      'c: correlation.rules names n, a name that several rules have',
      'use the id of the one that is meant',
    ],
  ])('that names %s is refused by name, and the others load', (_what, documents, message, fix) => {
    const loaded = load(documents);
    expect(messages(loaded)).toEqual([['RULE_REFERENCE', `rule ${message}`, fix]]);
    expect(loaded.refused).toMatchObject([{ id: 'c', place: { line: 1 } }]);
    expect(ids(loaded)).toEqual(documents.slice(1).map((document) => (document as { id: string }).id));
  });

  it('in a circle is refused with all that stand on it', () => {
    const loaded = load([rule('a'), temporal('top', ['x', 'a']), temporal('x', ['y', 'a']), temporal('y', ['x'])]);
    expect(ids(loaded)).toEqual(['a']);
    expect(loaded.refused.map(({ id }) => id)).toEqual(['top', 'x', 'y']);
  });

  it('over correlations holds for the records of the rules below, told in their words', () => {
    const loaded = load([rule('a'), rule('b'), temporal('low', ['a', 'b']), temporal('high', ['low', 'a'])]);
    const high = loaded.rules.at(-1);
    if (high === undefined) throw new Error('not loaded');
    const explanation = explainCondition(high.condition, high.conditionText, viewOf({ eventName: 'b' }));
    expect(explanation.parts.map(({ text, outcome }) => [text, outcome])).toEqual([
      ['eventName: a', 'no-match'],
      ['eventName: b', 'match'],
    ]);
    expect(high.conditionText).toContain('correlation:\n  type: temporal\n  rules:\n    - low\n    - a');
  });

  it('that stands on too many others is refused', () => {
    const chain = Array.from({ length: 40 }, (_, at) => temporal(`c${at}`, [`c${at + 1}`]));
    const loaded = load([...chain, rule('c40')]);
    expect(loaded.problems.length).toBeGreaterThan(0);
    expect(ids(loaded)).toContain('c40');
  });

  it('branching at every level is compiled once a rule', () => {
    const levels = Array.from({ length: 12 }, (_, at) => at + 1).flatMap((at) =>
      ['l', 'r'].map((side) => temporal(`${side}${at}`, [`l${at - 1}`, `r${at - 1}`])),
    );
    const loaded = load([rule('l0'), rule('r0'), ...levels]);
    expect(loaded.problems).toEqual([]);
    expect(loaded.rules.at(-1)?.condition).toMatchObject({ kind: 'or', of: { length: 2 } });
    expect(compileRules(loaded.rules).revision).toMatch(/^[0-9a-f]{64}$/);
  });

  it('silences its rules unless it or another says generate', () => {
    const silent = (...documents: object[]) =>
      load(documents)
        .rules.filter(({ isSilent }) => isSilent)
        .map(({ id }) => id);
    const rules = [rule('a'), rule('b')];
    expect(silent(...rules, temporal('c', ['a', 'b']))).toEqual(['a', 'b']);
    expect(silent(...rules, temporal('c', ['a', 'b'], { generate: true }))).toEqual([]);
    expect(silent(...rules, temporal('c', ['a', 'b']), temporal('d', ['a'], { generate: true }))).toEqual(['b']);
    expect(silent(...rules, temporal('c', ['a', 'nope']))).toEqual([]);
    expect(silent(...rules, temporal('c', ['a', 'b']), temporal('d', ['c']))).toEqual(['a', 'b', 'c']);
  });

  it('changes the revision when a rule below it does', () => {
    const revision = (eventName: string) =>
      compileRules(load([temporal('c', ['a'])], [{ ...rule('a'), detection: detection(eventName) }]).rules).revision;
    expect(revision('x')).toBe(revision('x'));
    expect(revision('x')).not.toBe(revision('y'));
  });
});

describe('a filter', () => {
  const holds = (loaded: ReturnType<typeof load>, id: string, userAgent: string) => {
    const found = loaded.rules.find((one) => one.id === id);
    return found && compileCondition(found.condition)(viewOf({ eventName: id, userAgent }));
  };

  it('is joined to the rules it names, and is no rule itself', () => {
    const loaded = load([rule('a'), rule('b')], [filter(['a'])]);
    expect(ids(loaded)).toEqual(['a', 'b']);
    expect(messages(loaded)).toEqual([]);
    expect([holds(loaded, 'a', 'bot'), holds(loaded, 'a', 'aws-cli'), holds(loaded, 'b', 'bot')]).toEqual([
      'no-match',
      'match',
      'match',
    ]);
    expect(loaded.rules[0]?.stateHash).toBe(load([rule('a')]).rules[0]?.stateHash);
    expect(loaded.rules[0]?.conditionText).toBe(
      's:\n  eventName: a\ncondition: s\n--- filter f\nsel:\n  userAgent: bot\ncondition: not sel',
    );
  });

  it('counts where a correlation looks at its rule, and any means every sigma rule', () => {
    const loaded = load(
      [rule('a'), temporal('a2', ['a']), { id: 'stack', title: 's', condition: 'eventName = "stack"' }],
      [filter('any')],
    );
    expect(loaded.rules[1]?.correlation?.inputs[0]?.rule.condition).toEqual(loaded.rules[0]?.condition);
    expect(['a', 'stack'].map((id) => holds(loaded, id, 'bot'))).toEqual(['no-match', 'match']);
  });

  it.each<[string, object, string]>([
    ['a rule that is not loaded', filter(['b', 'a']), 'filter f: names b, which is not loaded'],
    ['a correlation', filter(['c', 'a']), 'filter f: names c, a correlation: it has no records of its own'],
  ])('that names %s says so, and filters the others', (_what, document, message) => {
    const loaded = load([rule('a'), temporal('c', ['a']), document]);
    expect(loaded.problems.map((problem) => problem.message)).toEqual([message]);
    expect(holds(loaded, 'a', 'bot')).toBe('no-match');
  });

  it.each<[object, string]>([
    [filter([]), 'rule f: filter.rules is missing'],
    [filter(['a'], { logsource: { product: 'windows' } }), 'rule f: its logsource is product "windows"'],
    [filter(['a'], { filter: { rules: ['a'], sel: { x: 1 } } }), 'rule f: filter.condition is missing'],
  ])('%j is refused by name', (document, message) => {
    const loaded = load([rule('a'), document]);
    expect(loaded.problems.map((problem) => problem.message).join()).toContain(message);
    expect(loaded.refused).toMatchObject([{ id: 'f' }]);
  });
});
