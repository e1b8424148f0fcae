import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedStores, openMemoryStores } from '@trailhound/adapter-embedded';
import { topics } from '@trailhound/contracts';
import type { Clock } from '@trailhound/ports';
import { noContent, type RulesContent } from '@trailhound/rules';
import { createMetrics } from '@trailhound/runtime';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followRules } from './follow-rules.js';
import { pushFolders, seedRules } from './push-folders.js';
import { createRulesMetrics } from './rules-metrics.js';
import { createRulesState, type RulesState } from './rules-state.js';

const clock: Clock = {
  now: () => Date.UTC(2026, 0, 15),
  sleep: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined),
};
const origin = { at: '2026-01-15T00:00:00Z', by: 'a test', from: 'here' };
const content = (...ids: string[]): RulesContent => ({
  ...noContent,
  rules: ids.map((id) => ({ path: `rules/${id}.yaml`, text: `id: ${id}\ncondition: eventName = "X"\n` })),
});

let stores: EmbeddedStores;
let opened: (() => Promise<void>)[];
let messages: string[];
const log = (_facts: object, message: string) => void messages.push(message);
const logger = { debug: log, info: log, warn: log, error: log };

beforeEach(() => {
  stores = openMemoryStores({ clock });
  opened = [];
  messages = [];
});
afterEach(async () => {
  for (const close of opened.reverse()) await close();
  await stores.close();
});

/** The topic as another process sees it. */
function rulesState(by: Clock = clock): RulesState {
  const state = createRulesState({ log: stores.log, clock: by });
  const running = state.run();
  opened.push(async () => {
    await state.stop();
    await running;
  });
  return state;
}

function follower(state: RulesState) {
  const metrics = createMetrics({ version: 'test' });
  const failures: (string | undefined)[] = [];
  const rules = followRules({
    ...{ state, clock, logger, metrics: createRulesMetrics(metrics) },
    onFailure: (reason) => void failures.push(reason),
  });
  const running = () => rules.current().compiled.rules.map(({ id }) => id);
  return { rules, running, failures, exposed: async () => (await metrics.expose()).text };
}

describe('rules pushed by one process', () => {
  it('are in force in another as a whole, under the next number, and the metrics say so', async () => {
    const [writer, reader] = [rulesState(), rulesState()];
    const { rules, running, exposed } = follower(reader);
    expect(() => rules.current()).toThrow('no revision');
    expect(await writer.push(content('a', 'b'), origin)).toMatchObject({ kind: 'pushed', revision: { revision: 1 } });
    await rules.first;
    expect(running()).toEqual(['a', 'b']);
    await writer.push(content('b', 'c'), origin);
    await rules.catchUp(2);
    expect(running()).toEqual(['b', 'c']);
    expect(rules.current().revision).toBe(2);
    expect(await exposed()).toContain('trailhound_rules_revision 2');
    expect(await exposed()).toContain(`trailhound_rules_info{hash="${rules.current().compiled.revision}"} 1`);
  });

  it('on top of a revision that is no longer the newest are not, and say what came first', async () => {
    const [one, other] = [rulesState(), rulesState()];
    expect(await one.push(content('a'), origin, undefined, { onTopOf: 0 })).toMatchObject({ kind: 'pushed' });
    expect(await one.push(content('a', 'b'), origin, undefined, { onTopOf: 1 })).toMatchObject({ kind: 'pushed' });
    expect(await other.push(content('a', 'c'), origin, undefined, { onTopOf: 1 })).toMatchObject({
      ...{ kind: 'overtaken', revision: { revision: 2 } },
    });
    expect(one.book.newest?.revision).toBe(2);
  });

  it('of a topic that was lost are numbered above what records were counted under, and go on from there', async () => {
    const [writer, reader] = [rulesState(), rulesState()];
    const { rules, running } = follower(reader);
    await writer.push(content('a'), origin);
    await rules.first;
    await expect(rules.catchUp(12)).rejects.toThrow('trailhound rules push --above 12');
    // The same content again: what is in force does not change, its number does.
    expect(await writer.push(content('a'), origin, undefined, { above: 12 })).toMatchObject({
      ...{ kind: 'pushed', revision: { revision: 13 } },
    });
    await rules.catchUp(12);
    expect([rules.current().revision, running()]).toEqual([13, ['a']]);
    expect(await writer.push(content('a'), origin, undefined, { above: 12 })).toMatchObject({ kind: 'unchanged' });
    expect(await writer.push(content('b'), origin)).toMatchObject({ revision: { revision: 14 } });
    expect(writer.book.revisions.map(({ revision }) => revision)).toEqual([14, 13, 1]);
  });

  it('that are those in force already are no new revision', async () => {
    const state = rulesState();
    await state.push(content('a'), origin);
    expect(await state.push(content('a'), origin)).toMatchObject({ kind: 'unchanged', revision: { revision: 1 } });
  });

  it('on top of what is no longer the newest are void, and say which is', async () => {
    const [one, other] = [rulesState(), rulesState()];
    await one.push(content('a'), origin);
    await other.catchUp();
    const outcomes = await Promise.all([one.push(content('b'), origin), other.push(content('c'), origin)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['overtaken', 'pushed']);
    expect(outcomes.map(({ revision }) => revision.content)).toEqual([
      outcomes[0]?.revision.content,
      outcomes[0]?.revision.content,
    ]);
    expect(one.book.newest?.revision).toBe(2);
  });

  it('that are thousands, one file each, arrive whole in messages of a few hundred kilobytes at most', async () => {
    const [writer, reader] = [rulesState(), rulesState()];
    const ids = Array.from({ length: 2_500 }, (_, at) => `rule-with-a-rather-long-name-${at}`);
    const publish = vi.spyOn(stores.log, 'publish');
    await writer.push(content(...ids), origin);
    const sizes = publish.mock.calls.flatMap(([, batch]) => batch.map(({ value }) => value?.byteLength ?? 0));
    expect(Math.max(...sizes)).toBeLessThan(300_000);
    await reader.catchUp();
    const found = reader.book.newest && reader.book.content(reader.book.newest);
    expect(found && 'rules' in found && found.rules.length).toBe(2_500);
    publish.mockClear();
    await writer.push(content(...ids.slice(1)), origin);
    expect(publish.mock.calls.flatMap(([, batch]) => batch).length).toBeLessThan(15);
  }, 240_000);
});

describe('a revision that cannot be put into force', () => {
  it('of a later version leaves what is running, is counted and named, and nobody may push over it', async () => {
    const [writer, reader] = [rulesState(), rulesState()];
    const { rules, running, failures, exposed } = follower(reader);
    await writer.push(content('a'), origin);
    await rules.first;
    const value = new TextEncoder().encode('{"version":9}');
    await stores.log.publish(topics.rulesState, [{ key: 'revision:later', value, headers: {} }]);
    await expect(rules.catchUp(undefined)).rejects.toMatchObject({ code: 'RULES_NOT_APPLIED' });
    expect(running()).toEqual(['a']);
    expect(failures.at(-1)).toContain('message revision:later');
    expect(await exposed()).toContain('trailhound_rules_apply_failures_total{reason="unreadable"}');
    await expect(writer.push(content('b'), origin)).rejects.toMatchObject({ code: 'RULES_UNREADABLE' });
  });

  it('because parts of it are gone leaves what is running, until the next', async () => {
    const [writer, reader] = [rulesState(), rulesState()];
    const { rules, running, failures } = follower(reader);
    await writer.push(content('a'), origin);
    await rules.first;
    const plan = vi.spyOn(stores.log, 'publish').mockResolvedValueOnce(undefined); // the blobs are lost
    await writer.push(content('b'), origin);
    plan.mockRestore();
    await expect(rules.catchUp(2)).rejects.toMatchObject({ code: 'RULES_NOT_APPLIED' });
    expect(running()).toEqual(['a']);
    expect(failures.at(-1)).toMatch(/^revision 2: blob:\w+:[\w-]+ is not in the log$/);
    await writer.push(content('c'), origin);
    await rules.catchUp(3);
    expect(running()).toEqual(['c']);
  });

  it('because the topic lost it, although records were counted under it, makes batches wait', async () => {
    const state = rulesState();
    const { rules } = follower(state);
    await state.push(content('a'), origin);
    await rules.first;
    await expect(rules.catchUp(7)).rejects.toThrow(/counted under revision 7, but rules.state ends with 1/);
  });
});

describe('folders of rules', () => {
  let root: string;
  const put = (path: string, text: string) => writeFile(join(root, path), text);
  const source = () => ({
    rules: [join(root, 'rules')],
    suppressions: [join(root, 'mute')],
    packs: { p: { audit: true } },
  });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'trailhound-push-'));
    await Promise.all(['rules', 'mute'].map((name) => mkdir(join(root, name))));
    await put('rules/a.yaml', 'id: a\ncondition: eventName = "X"\n');
    await put('mute/m.yaml', 'rules: [a]\nwhen: user = "x"\nreason: r\nowner: o\nuntil: 2026-02-01\n');
    opened.push(() => rm(root, { recursive: true }));
  });

  it('are pushed while the wall clock is set forward by hours, which says nothing of how long it took', async () => {
    let nowMs = clock.now();
    const jumping: Clock = {
      ...clock,
      now() {
        nowMs += 4 * 3_600_000;
        return nowMs;
      },
    };
    const outcome = await seedRules(rulesState(jumping), source(), jumping, 'matcher');
    expect(outcome?.kind).toBe('pushed');
  });

  it('are the first revision where there is none, once, however many find that out at once', async () => {
    const states = [rulesState(), rulesState(), rulesState()];
    const outcomes = await Promise.all(states.map((state) => seedRules(state, source(), clock, 'matcher')));
    expect(outcomes.filter((outcome) => outcome?.kind === 'pushed')).toHaveLength(1);
    const late = rulesState();
    expect(await seedRules(late, source(), clock, 'matcher')).toBeUndefined();
    expect(late.book.revisions).toHaveLength(1);
    const found = late.book.newest && late.book.content(late.book.newest);
    expect(found).toMatchObject({
      rules: [{ path: 'rules/a.yaml' }],
      suppressions: [{ path: 'mute/m.yaml' }],
      packs: { p: { audit: true } },
    });
  });

  it('are not read where rules were pushed before, nor pushed where they are empty', async () => {
    await rm(join(root, 'rules/a.yaml'));
    expect(await seedRules(rulesState(), source(), clock, 'matcher')).toBeUndefined();
    expect((await stores.log.bounds(topics.rulesState)).get(0)?.next).toBe(0n);
  });

  it('that are followed become a revision at every change, and keep their number over a restart', async () => {
    const start = (state: RulesState) =>
      pushFolders({
        ...{ state, source: source(), clock, logger, everyMs: 10 },
        metrics: createRulesMetrics(createMetrics({ version: 'test' })),
      });
    const state = rulesState();
    const first = await start(state);
    expect(first.current()).toMatchObject({ revision: 1, suppressions: [{ id: 'm' }] });
    await put('rules/b.yaml', 'id: b\ncondition: eventName = "Y"\n');
    await vi.waitFor(() => expect(first.current().revision).toBe(2), 5_000);
    expect(first.current().compiled.rules.map(({ id }) => id)).toEqual(['a', 'b']);
    // A broken file is pushed in the version that still runs: nothing new.
    await put('rules/b.yaml', 'id: b\ncondition: eventName = \n');
    await vi.waitFor(() => expect(first.current().heldBack).toHaveLength(1), 5_000);
    expect(first.current().revision).toBe(2);
    await put('rules/b.yaml', 'id: b\ncondition: eventName = "Y"\n');
    await vi.waitFor(() => expect(first.current().heldBack).toEqual([]), 5_000);
    await first.stop();
    const again = await start(rulesState());
    expect(again.current().revision).toBe(2);
    await again.stop();
  });
});
