import type { RevisionMessage } from '@trailhound/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesNothing, contentChanges } from './content-changes.js';
import { loadContent } from './load-content.js';
import { longestPushMs, planCleanUp } from './plan-clean-up.js';
import { type PushPlan, planPush, type StateWrite } from './plan-push.js';
import { keptRevisions, RevisionBook, type StateMessage } from './revision-book.js';
import { noContent, type RulesContent } from './rules-content.js';

/** A compacted topic as a broker keeps it: a prefix of it may be compacted, tombstones may or may not be there still. */
class Topic {
  readonly messages: StateMessage[] = [];

  constructor(private readonly keeps = keptRevisions) {}

  append(writes: readonly StateWrite[], timestampMs = 0): void {
    for (const { key, value } of writes)
      this.messages.push({ key, value, timestampMs, offset: BigInt(this.messages.length) });
  }

  /** What a reader gets when everything before `upTo` was compacted, with tombstones gone or not. */
  read(upTo = 0, keepsTombstones = true): RevisionBook {
    const book = new RevisionBook(this.keeps);
    const last = new Map(this.messages.slice(0, upTo).map(({ key, offset }) => [key, offset]));
    for (const message of this.messages) {
      const isCompacted = message.offset < BigInt(upTo);
      if (isCompacted && last.get(message.key) !== message.offset) continue;
      if (isCompacted && message.value === null && !keepsTombstones) continue;
      book.apply(message);
    }
    return book;
  }
}

const file = (name: string, version: number) => ({
  path: `rules/${name}.yaml`,
  text: `id: ${name}\ncondition: eventName = "E${version}"\n`,
});
const content = (files: Readonly<Record<string, number>>): RulesContent => ({
  ...noContent,
  rules: Object.entries(files).map(([name, version]) => file(name, version)),
});

const nothing = { rules: [], suppressions: [], packs: {} };
const changes = contentChanges(nothing, nothing);

function planOn(book: RevisionBook, given: RulesContent, push: string): PushPlan {
  const origin = { at: '2026-01-01T00:00:00Z', by: 'test', from: 'here' };
  return planPush(book, given, { push, origin, changes, rules: given.rules.length, suppressions: 0 });
}

function textsOf(book: RevisionBook, revision: RevisionMessage | undefined): readonly string[] {
  const found = revision && book.content(revision);
  if (found === undefined) return [];
  if ('message' in found) throw new Error(found.message);
  return found.rules.map(({ text }) => text);
}

/** One of several writers, which may stop for ever between any two of its steps. */
interface Writer {
  readonly push: string;
  readonly plan: PushPlan;
  step: 'blobs' | 'commit' | 'clean up';
}

const actions = fc.array(
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('begin' as const),
        files: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.nat(2)),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('go on' as const), writer: fc.nat(3), twice: fc.boolean() }),
    },
  ),
  { minLength: 20, maxLength: 120 },
);

describe('a topic of rules that several write at once, some of whom die', () => {
  it('says the same to every reader, always has all of what is in force, and never goes back', () => {
    fc.assert(
      fc.property(actions, fc.nat(), fc.boolean(), (steps, compacted, keepsTombstones) => {
        const topic = new Topic(2);
        const writers: Writer[] = [];
        const inForce: string[] = [];
        for (const step of steps) {
          if (step.kind === 'begin') {
            const push = `p${topic.messages.length}-${writers.length}`;
            writers.push({ push, plan: planOn(topic.read(), content(step.files), push), step: 'blobs' });
            continue;
          }
          const writer = writers.at(-1 - step.writer);
          if (writer === undefined || writer.plan.kind === 'unchanged') continue;
          if (writer.step === 'blobs') {
            topic.append(writer.plan.blobs);
            writer.step = 'commit';
          } else if (writer.step === 'commit') {
            topic.append([writer.plan.commit]);
            if (step.twice) topic.append([writer.plan.commit]);
            writer.step = 'clean up';
          } else {
            const tombstones = planCleanUp(topic.read(), 0);
            topic.append(step.twice ? tombstones.slice(0, 2) : tombstones);
          }
          const { newest } = topic.read();
          if (newest && newest.push !== inForce.at(-1)) inForce.push(newest.push);
        }
        const whole = topic.read();
        expect(new Set(inForce).size).toBe(inForce.length);
        for (const revision of whole.kept) textsOf(whole, revision);
        // Duplicates apart, whatever a broker has compacted by now.
        const upTo = topic.messages.length === 0 ? 0 : compacted % topic.messages.length;
        const other = topic.read(upTo, keepsTombstones);
        expect(other.newest?.content).toBe(whole.newest?.content);
        expect(textsOf(other, other.newest)).toEqual(textsOf(whole, whole.newest));
      }),
      { numRuns: 300 },
    );
  });
});

describe('revisions of the rules', () => {
  const pushed = (topic: Topic, given: RulesContent, push: string): PushPlan => {
    const plan = planOn(topic.read(), given, push);
    if (plan.kind === 'push') topic.append([...plan.blobs, plan.commit]);
    return plan;
  };

  it('hold what was pushed, whole, and are numbered from 1', () => {
    const topic = new Topic();
    const suppressions = [{ path: 'mute/m.yaml', text: 'rules: [a]\nwhen: user = "x"\nreason: r\nowner: o\n' }];
    const siblings = new Map([['helper.py', 'def rule(event): return True']]);
    const given = { rules: [{ ...file('a', 1), pack: 'p', siblings }], suppressions, packs: { p: { audit: true } } };
    pushed(topic, given, 'one');
    pushed(topic, content({ a: 2 }), 'two');
    const book = topic.read();
    expect(book.revisions.map(({ revision }) => revision)).toEqual([2, 1]);
    const [, first] = book.revisions;
    expect(first && book.content(first)).toEqual(given);
  });

  it('of equal content are one, whoever pushes it and in whatever order its files come', () => {
    const topic = new Topic();
    pushed(topic, content({ a: 1, b: 1 }), 'one');
    expect(pushed(topic, content({ b: 1, a: 1 }), 'two').kind).toBe('unchanged');
  });

  it('that raced: the first in the log counts, the other is void and leaves nothing behind', () => {
    const topic = new Topic();
    const [one, two] = ['one', 'two'].map((push, at) => planOn(topic.read(), content({ a: at }), push));
    if (one?.kind !== 'push' || two?.kind !== 'push') throw new Error('both push');
    topic.append([...two.blobs, ...one.blobs, two.commit, one.commit]);
    expect(topic.read().newest?.push).toBe('two');
    expect(topic.read().void.map(({ push }) => push)).toEqual(['one']);
    topic.append(planCleanUp(topic.read(), 0));
    expect([...topic.read(topic.messages.length, false).blobs.keys()].filter((key) => key.endsWith(':one'))).toEqual(
      [],
    );
    expect(textsOf(topic.read(), topic.read().newest)).toHaveLength(1);
  });

  it('beyond those kept go, what later ones still name stays, and an old one is brought back without writing its files', () => {
    const topic = new Topic();
    for (let version = 0; version < keptRevisions + 5; version += 1) {
      pushed(topic, content({ same: 0, other: version }), `p${version}`);
      topic.append(planCleanUp(topic.read(), 0));
    }
    const book = topic.read(topic.messages.length, false);
    expect(book.revisions).toHaveLength(keptRevisions);
    expect(book.newest?.revision).toBe(keptRevisions + 5);
    expect(book.blobs.size).toBe(keptRevisions * 2 + 2);
    const oldest = book.revisions.at(-1);
    const back = oldest && book.content(oldest);
    if (back === undefined || 'message' in back) throw new Error('the oldest is there');
    expect(planOn(book, back, 'rollback')).toMatchObject({ kind: 'push', blobs: [] });
  });

  it('leave what a push under way has written alone, and remove it when it has long been given up', () => {
    const topic = new Topic();
    pushed(topic, content({ a: 1 }), 'one');
    const given = planOn(topic.read(), content({ a: 2 }), 'given-up');
    topic.append(given.kind === 'push' ? given.blobs : []);
    expect(planCleanUp(topic.read(), longestPushMs)).toEqual([]);
    expect(planCleanUp(topic.read(), 30 * longestPushMs).map(({ key }) => key.slice(-8))).toEqual([
      'given-up',
      'given-up',
    ]);
  });

  it('in a message of a later version, or none at all, are named and nothing is deleted', () => {
    const topic = new Topic();
    pushed(topic, content({ a: 1 }), 'one');
    const value = new TextEncoder().encode(JSON.stringify({ version: 2, revision: 2 }));
    topic.append([{ key: 'revision:new', value, headers: {} }]);
    expect(topic.read().unreadable).toEqual([
      expect.stringContaining('message revision:new at offset 4 cannot be read'),
    ]);
    expect(planCleanUp(topic.read(), 30 * longestPushMs)).toEqual([]);
  });

  it('say what they changed by the names of rules; a comment changes none', () => {
    const load = (given: RulesContent) => ({ ...loadContent(given, 0), packs: given.packs });
    const before = load(content({ a: 1, b: 1, c: 1 }));
    const after = load(content({ b: 2, c: 1, d: 1 }));
    expect(contentChanges(before, after).rules).toMatchObject({
      ...{ added: 1, changed: 1, removed: 1 },
      names: { added: ['d'], changed: ['b'], removed: ['a'] },
    });
    const commented = { ...noContent, rules: [{ ...file('a', 1), text: `# why\n${file('a', 1).text}` }] };
    expect(changesNothing(contentChanges(load(content({ a: 1 })), load(commented)))).toBe(true);
  });
});
