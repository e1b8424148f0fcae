import { describe, expect, it } from 'vitest';
import { RuleCompiler } from '../compile/rule-compiler.js';
import { atOnce, inTurns } from '../steps.js';
import { loadRuleSet, loadRuleSetSteps, type RuleFile } from './load-rule-set.js';
import { KnownRuleFiles } from './read-rule-files.js';

const file = (id: string, event = 'X', pack?: string): RuleFile => ({
  path: `${id}.yaml`,
  text: `id: ${id}\ncondition: eventName = "${event}"\n`,
  ...(pack !== undefined && { pack }),
});

function start() {
  const known = new KnownRuleFiles();
  return (files: readonly RuleFile[], options = {}) => {
    const { rules, problems } = atOnce(loadRuleSetSteps(files, options, known));
    known.forgetOthers();
    expect({ rules, problems }).toEqual((({ rules, problems }) => ({ rules, problems }))(loadRuleSet(files, options)));
    return rules;
  };
}

describe('rule files that are loaded again', () => {
  it('give the same rules where nothing changed, others where something did', () => {
    const load = start();
    const [a, b] = load([file('a'), file('b')]);
    const [a2, b2, c] = load([file('a'), file('b', 'Y'), file('c')]);
    expect(a2).toBe(a);
    expect(b2).not.toBe(b);
    expect(c?.id).toBe('c');
    expect(load([file('b', 'Y')])).toEqual([b2]);
    expect(load([file('a')])[0]).not.toBe(a);
  });

  it('are read again when the settings of their pack, or what they name beside them, change', () => {
    const load = start();
    const [before] = load([file('a', 'X', 'p')], { packs: { p: {} } });
    const [after] = load([file('a', 'X', 'p')], { packs: { p: { severity: 'critical' } } });
    expect([before?.severity, after?.severity]).toEqual(['medium', 'critical']);
    const python = (name: string): RuleFile => ({
      path: 'p.yml',
      text: 'RuleID: p\nFilename: p.py\n',
      siblings: new Map([['p.py', `def rule(event):\n    return event.get("eventName") == "${name}"\n`]]),
    });
    expect(load([python('A')])[0]?.condition).not.toEqual(load([python('B')])[0]?.condition);
  });

  it('keep a broken version and the one before it apart', () => {
    const load = start();
    const broken: RuleFile = { path: 'a.yaml', text: 'id: a\ncondition: eventName =\n' };
    const [good] = load([file('a')]);
    expect(load([broken])).toEqual([]);
    expect(load([file('a')])[0]).toBe(good);
  });

  it('give a large set with one change in steps that can be laid aside at every rule', async () => {
    const files = Array.from({ length: 600 }, (_, at) => ({
      path: `r${at}.yaml`,
      text: `id: r${at}\ncondition: eventName = "E${at % 50}" and userAgent = "u${at}"\n`,
    }));
    const known = new KnownRuleFiles();
    const before = atOnce(loadRuleSetSteps(files, {}, known)).rules;
    known.forgetOthers();
    const changed = files.with(77, { path: 'r77.yaml', text: 'id: r77\ncondition: eventName = "New"\n' });
    let steps = 0;
    let turns = 0;
    const budget = 100;
    const pause = {
      isOver: () => ++steps % budget === 0,
      async next() {
        turns += 1;
      },
    };
    const { rules } = await inTurns(loadRuleSetSteps(changed, {}, known), pause);
    const set = await inTurns(new RuleCompiler().compile(rules), pause);
    expect(rules.filter((rule, at) => rule !== before[at]).map(({ id }) => id)).toEqual(['r77']);
    expect(turns).toBeGreaterThanOrEqual((3 * files.length) / budget);
    const record = new TextEncoder().encode('{"eventName":"New"}');
    const outcome = set.evaluate(record);
    expect(outcome.kind === 'evaluated' && outcome.matched.map(({ id }) => id)).toEqual(['r77']);
  });
});
