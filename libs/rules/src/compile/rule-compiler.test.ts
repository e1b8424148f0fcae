import { recordPath } from '@trailhound/cloudtrail';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import type { Rule } from '../rule.js';
import { loadRuleSetSteps, type RuleFile } from '../rule-set/load-rule-set.js';
import { readRuleDocument } from '../rule-set/read-rule-document.js';
import { KnownRuleFiles } from '../rule-set/read-rule-files.js';
import { atOnce, type Steps } from '../steps.js';
import type { CompiledRules } from './compiled-rules.js';
import { indexKeysOf } from './index-keys.js';
import { rarestKeys } from './rarest-keys.js';
import { ruleOf } from './rule.arbitrary.js';
import { RuleCompiler } from './rule-compiler.js';

// As they are, and counted.
vi.mock('../condition/compile-condition.js', { spy: true });
vi.mock('../rule-set/read-rule-document.js', { spy: true });
vi.mock('./index-keys.js', { spy: true });
vi.mock('./rarest-keys.js', { spy: true });

const many = 10_000;
const bytesOf = (record: object) => new TextEncoder().encode(JSON.stringify(record));

function matchesOf(set: CompiledRules, record: object): readonly string[] {
  const evaluation = set.evaluate(bytesOf(record));
  if (evaluation.kind !== 'evaluated') throw new Error(evaluation.message);
  return evaluation.matched.map(({ id }) => id);
}

const is = (name: string, value: string): Condition => {
  return { kind: 'eq', path: recordPath(...name.split('.')), value, coerce: 'text' };
};
const both = (...of: readonly Condition[]): Condition => ({ kind: 'and', of });
const account = (n: number) => String(100_000_000_000 + n);

beforeEach(() => void vi.clearAllMocks());

describe('one rule of ten thousand', () => {
  const file = (n: number, event: string): RuleFile => ({
    path: `rules/${String(n).padStart(5, '0')}.yaml`,
    text: `id: r${n}\ncondition: eventName = "${event}" and recipientAccountId = "${account(n)}"\n`,
  });
  const files = Array.from({ length: many }, (_, n) => file(n, `Event${n % 400}`));
  const known = new KnownRuleFiles();
  const compiler = new RuleCompiler();

  /** Loads and compiles; and what was done for it, all in all and in the step in which most was. */
  function set(next: readonly RuleFile[]) {
    vi.clearAllMocks();
    function* steps(): Steps<CompiledRules> {
      const { rules } = yield* loadRuleSetSteps(next, {}, known);
      known.forgetOthers();
      return yield* compiler.compile(rules);
    }
    const counts = () => ({
      read: vi.mocked(readRuleDocument).mock.calls.length,
      placed: vi.mocked(rarestKeys).mock.calls.length,
      keys: vi.mocked(indexKeysOf).mock.calls.length,
      compiled: vi.mocked(compileCondition).mock.calls.length,
    });
    let before = counts();
    const most = { ...before };
    const work = steps();
    for (;;) {
      const step = work.next();
      const now = counts();
      for (const what of ['read', 'placed', 'keys', 'compiled'] as const) {
        most[what] = Math.max(most[what], now[what] - before[what]);
      }
      before = now;
      if (step.done) return { compiled: step.value, done: now, most };
    }
  }

  it('is read, compiled and placed alone when it is changed, added or taken out; the set before stays what it was', () => {
    const first = set(files);
    expect(first.done).toMatchObject({ read: many });
    expect(first.done.compiled).toBeGreaterThan(many);
    const record = { eventName: 'Event77', recipientAccountId: account(77) };
    const renamed = { eventName: 'Renamed', recipientAccountId: account(77) };
    const added = { eventName: 'Event5', recipientAccountId: account(many) };

    const changed = set(files.with(77, file(77, 'Renamed')));
    const grown = set([file(many, 'Event5'), ...files]);
    const shrunk = set(files.toSpliced(77, 1));

    for (const { done } of [changed, grown, shrunk]) {
      expect(done.read).toBeLessThanOrEqual(1);
      expect(done.placed).toBeLessThanOrEqual(3);
      expect(done.keys).toBeLessThanOrEqual(20);
      expect(done.compiled).toBeLessThanOrEqual(10);
    }
    const found = [first, changed, grown, shrunk].map(({ compiled }) =>
      [record, renamed, added].map((one) => matchesOf(compiled, one)),
    );
    expect(found).toEqual([
      [['r77'], [], []],
      [[], ['r77'], []],
      [['r77'], [], [`r${many}`]],
      [[], [], []],
    ]);
  }, 600_000);

  it('and all of them are read and placed a few a step', () => {
    const { most } = set(files.map((_, n) => file(n, `Other${n % 400}`)));
    expect(most.read).toBe(1);
    // More than a few under one name are told apart at once.
    expect(most.placed).toBeLessThanOrEqual(10);
    expect(most.compiled).toBeLessThanOrEqual(20);
  }, 600_000);
});

describe('sets that follow one another', () => {
  it('share what is equal, whichever rule has it and wherever it stands', () => {
    const compiler = new RuleCompiler();
    const rules = ['a', 'b', 'c'].map((id) => ruleOf(id, both(is('eventName', 'X'), is('awsRegion', 'r'))));
    const record = { eventName: 'X', awsRegion: 'r' };
    expect(matchesOf(atOnce(compiler.compile(rules)), record)).toEqual(['a', 'b', 'c']);
    vi.clearAllMocks();
    const turned = atOnce(compiler.compile([...rules.toReversed(), ruleOf('d', is('eventName', 'Y'))]));
    expect(matchesOf(turned, record)).toEqual(['c', 'b', 'a']);
    expect(matchesOf(atOnce(compiler.compile(rules.slice(1, 2))), record)).toEqual(['b']);
    expect(vi.mocked(rarestKeys).mock.calls.length).toBe(0);
  });

  it('add what comes later to names that were met already, in any case and by a test', () => {
    const compiler = new RuleCompiler();
    const first = [ruleOf('a', is('eventName', 'PutX'))];
    const before = atOnce(compiler.compile(first));
    for (const eventName of ['PutX', 'putx', 'GetX']) matchesOf(before, { eventName });
    const path = recordPath('eventName');
    const later = [
      ruleOf('folded', { kind: 'eq', path, value: 'PUTX', coerce: 'text', fold: true }),
      ruleOf('tested', { kind: 'prefix', path, text: 'Put' }),
      ruleOf('exact', is('eventName', 'GetX')),
    ];
    const set = atOnce(compiler.compile([...first, ...later]));
    expect(matchesOf(set, { eventName: 'PutX' })).toEqual(['a', 'folded', 'tested']);
    expect(matchesOf(set, { eventName: 'putx' })).toEqual(['folded']);
    expect(matchesOf(set, { eventName: 'GetX' })).toEqual(['exact']);
    expect(matchesOf(before, { eventName: 'PutX' })).toEqual(['a']);
  });

  it('do so while the name is being prepared, and while another set is compiled', () => {
    const compiler = new RuleCompiler();
    const some = Array.from({ length: 20 }, (_, n) =>
      ruleOf(`r${n}`, both(is('eventName', 'X'), is('awsRegion', `r${n}`))),
    );
    const [one, other] = [compiler.compile(some.slice(0, 15)), compiler.compile(some.slice(5))];
    const sets: CompiledRules[] = [];
    while (sets.length < 2) {
      for (const work of [one, other]) {
        const step = work.next();
        if (step.done && step.value !== undefined) sets.push(step.value);
      }
    }
    for (const { rules, ...set } of sets) {
      for (const n of some.keys()) {
        const wanted = rules.some(({ id }) => id === `r${n}`) ? [`r${n}`] : [];
        expect(matchesOf({ rules, ...set }, { eventName: 'X', awsRegion: `r${n}` })).toEqual(wanted);
      }
    }
  });

  it('forget what is long gone, and stay right', () => {
    const compiler = new RuleCompiler();
    const generation = (g: number) =>
      Array.from({ length: 1_100 }, (_, n) => ruleOf(`g${g}r${n}`, is('eventName', `G${g}R${n}`)));
    const sets = [0, 1, 2, 0].map((g) => {
      vi.clearAllMocks();
      const set = atOnce(compiler.compile(generation(g)));
      return { g, set, bounds: vi.mocked(compileCondition).mock.calls.length };
    });
    for (const { g, set } of sets) {
      for (const other of [0, 1, 2]) {
        expect(matchesOf(set, { eventName: `G${other}R7` })).toEqual(other === g ? [`g${g}r7`] : []);
      }
    }
    // The first generation was forgotten when the third came.
    expect(sets.at(-1)?.bounds).toBeGreaterThan(1_000);
  });

  it('refuse a condition that cannot be compiled, and go on with the set before', () => {
    const compiler = new RuleCompiler();
    const good: readonly Rule[] = [ruleOf('good', is('eventName', 'X'))];
    const set = atOnce(compiler.compile(good));
    const regex: Condition = { kind: 'regex', path: recordPath('awsRegion'), source: '(', flags: '', anchor: 'full' };
    const bad = ruleOf('bad', both(is('eventName', 'X'), regex));
    expect(() => atOnce(compiler.compile([...good, bad]))).toThrow(TypeError);
    expect(matchesOf(set, { eventName: 'X', awsRegion: 'a' })).toEqual(['good']);
    expect(matchesOf(atOnce(compiler.compile(good)), { eventName: 'X', awsRegion: 'a' })).toEqual(['good']);
  });
});
