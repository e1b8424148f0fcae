import { atOnce, loadRuleSetSteps, type RuleFile } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';
import { createLastGoodFiles } from './last-good-files.js';

const rule = (id: string, event = 'X') => `id: ${id}\ncondition: eventName = "${event}"\n`;
const files = (texts: Record<string, string>): RuleFile[] =>
  Object.entries(texts).map(([path, text]) => ({ path, text }));

function start(texts: Record<string, string>) {
  const kept = createLastGoodFiles(function* (given) {
    const { rules, problems } = yield* loadRuleSetSteps(given);
    return { items: rules, problems };
  });
  const load = (next: Record<string, string>, unread: readonly string[] = []) => {
    const { items, problems, heldBack } = atOnce(kept.load(files(next), unread));
    const running = items.map(({ id, conditionText }) => `${id}: ${conditionText}`).sort();
    return { running, codes: problems.map(({ code }) => code), heldBack };
  };
  return { first: load(texts), load };
}

const x = 'eventName = "X"';

describe('files that are loaded again', () => {
  it('take changes, newcomers and deletions', () => {
    const { load } = start({ 'a.yaml': rule('a') });
    expect(load({ 'a.yaml': rule('a', 'Y'), 'b.yaml': rule('b') }).running).toEqual(['a: eventName = "Y"', `b: ${x}`]);
    expect(load({ 'b.yaml': rule('b') }).running).toEqual([`b: ${x}`]);
  });

  it.each([
    { broken: 'id: a\ncondition: eventName =\n', what: 'a bad condition' },
    { broken: 'id: [', what: 'no YAML' },
    { broken: `${rule('a')}sevrity: high\n`, what: 'an unknown key' },
  ])('keep the last good version of one with $what, and say so', ({ broken }) => {
    const { load } = start({ 'a.yaml': rule('a'), 'b.yaml': rule('b') });
    const result = load({ 'a.yaml': broken, 'b.yaml': rule('b', 'Y') });
    expect(result.running).toEqual([`a: ${x}`, 'b: eventName = "Y"']);
    expect(result.codes.length).toBeGreaterThan(0);
    expect(result.heldBack).toEqual(['a.yaml']);
  });

  it('keep it over any number of loads, until it is mended', () => {
    const { load } = start({ 'a.yaml': rule('a') });
    for (const broken of ['id: [', 'id: {', 'id: [']) expect(load({ 'a.yaml': broken }).running).toEqual([`a: ${x}`]);
    expect(load({ 'a.yaml': rule('a', 'Y') })).toEqual({ running: ['a: eventName = "Y"'], codes: [], heldBack: [] });
  });

  it('keep all of a file of which one document broke', () => {
    const { load } = start({ 'a.yaml': `${rule('a')}---\n${rule('b')}` });
    expect(load({ 'a.yaml': `${rule('a', 'Y')}---\nid: b\n` }).running).toEqual([`a: ${x}`, `b: ${x}`]);
  });

  it.each(['0.yaml', 'z.yaml'])('keep a rule whose id the newcomer %s takes', (newcomer) => {
    const { load } = start({ 'a.yaml': rule('a') });
    const result = load({ 'a.yaml': rule('a'), [newcomer]: rule('a', 'Y') });
    expect(result).toMatchObject({ running: [`a: ${x}`], codes: ['RULE_ID_TWICE'], heldBack: [newcomer] });
  });

  it('keep what runs from a file or folder that cannot be read now, and follow the others', () => {
    const { load } = start({ 'base/a.yaml': rule('a'), 'base2/b.yaml': rule('b'), 'c.yaml': rule('c') });
    expect(load({ 'base2/b.yaml': rule('b', 'Y') }, ['base', 'c.yaml']).running).toEqual([
      `a: ${x}`,
      'b: eventName = "Y"',
      `c: ${x}`,
    ]);
    expect(load({ 'c.yaml': rule('c') }).running).toEqual([`c: ${x}`]);
  });

  it('take what is good of a file that was broken from the start, and more of it as it is mended', () => {
    const partly = `${rule('a')}---\nid: b\n---\nid: c\n`;
    const { first, load } = start({ 'a.yaml': partly });
    expect(first.running).toEqual([`a: ${x}`]);
    expect(load({ 'a.yaml': partly, 'n.yaml': rule('n') }).running).toEqual([`a: ${x}`, `n: ${x}`]);
    expect(load({ 'a.yaml': `${rule('a')}---\n${rule('b')}---\nid: c\n` }).running).toEqual([`a: ${x}`, `b: ${x}`]);
    expect(load({ 'a.yaml': 'id: [' }).running).toEqual([`a: ${x}`, `b: ${x}`]);
  });

  it('keep the last good Python of a rule whose own file did not change', () => {
    const python = (name: string) => `def rule(event):\n    return event.get("eventName") == "${name}"\n`;
    const file = (text: string): RuleFile => ({
      path: 'p/a.yml',
      text: 'RuleID: a\nFilename: a.py\n',
      siblings: new Map([['a.py', text]]),
    });
    const kept = createLastGoodFiles(function* (given) {
      const { rules, problems } = yield* loadRuleSetSteps(given);
      return { items: rules, problems };
    });
    const running = (text: string) => {
      const { items, heldBack, problems } = atOnce(kept.load([file(text)]));
      return {
        texts: items.map(({ conditionText }) => conditionText),
        heldBack,
        codes: problems.map(({ code }) => code),
      };
    };
    expect(running(python('A')).texts).toEqual([python('A')]);
    expect(running(python('B')).texts).toEqual([python('B')]);
    expect(running('def rule(event:')).toEqual({
      texts: [python('B')],
      heldBack: ['p/a.yml'],
      codes: ['E-PY-SYNTAX'],
    });
    expect(running(python('C'))).toEqual({ texts: [python('C')], heldBack: [], codes: [] });
  });
});
