import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@trailhound/ports';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { matchOf } from '../detect/match.js';
import { call, carried } from '../testing/records.js';
import { type WatchedRules, watchRules } from './watch-rules.js';

const clock: Clock = {
  now: () => Date.UTC(2026, 0, 15),
  sleep: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined),
};

let root: string;
let watched: WatchedRules;
const messages: string[] = [];
const log = (_facts: object, message: string) => void messages.push(message);
const logger = { debug: log, info: log, warn: log, error: log };

const rule = (id: string, condition = 'eventName = "X"') => `id: ${id}\ncondition: ${condition}\n`;
const put = (path: string, text: string) => writeFile(join(root, path), text);
/** However busy the machine is. */
const eventually = (check: () => void) => vi.waitFor(check, 60_000);
vi.setConfig({ testTimeout: 120_000 });
const running = () => watched.current().compiled.rules.map(({ id, conditionText }) => `${id}: ${conditionText}`);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'trailhound-watch-'));
  await mkdir(join(root, 'rules'));
  await mkdir(join(root, 'suppressions'));
  await put('rules/a.yaml', rule('a'));
  messages.length = 0;
  const source = { rules: [join(root, 'rules')], suppressions: [join(root, 'suppressions')] };
  watched = await watchRules({ source, clock, logger, everyMs: 10 });
});
afterEach(async () => {
  await watched.stop();
  await rm(root, { recursive: true });
});

describe('watchRules', () => {
  it('swaps the whole set when a file changes, under a new revision', async () => {
    const before = watched.current();
    await put('rules/a.yaml', rule('a', 'eventName = "Y"'));
    await put('rules/b.yaml', rule('b'));
    await eventually(() => expect(running()).toEqual(['a: eventName = "Y"', 'b: eventName = "X"']));
    expect(before.compiled.rules.map(({ id }) => id)).toEqual(['a']);
    expect(watched.current().compiled.revision).not.toBe(before.compiled.revision);
  });

  it('reports a broken file and goes on with its last good version', async () => {
    await put('rules/b.yaml', rule('b'));
    await eventually(() => expect(running()).toHaveLength(2));
    await put('rules/a.yaml', 'id: a\ncondition: eventName =\n');
    await eventually(() => expect(watched.current().heldBack).toEqual([join(root, 'rules/a.yaml')]));
    expect(running()).toEqual(['a: eventName = "X"', 'b: eventName = "X"']);
    expect(watched.current().problems[0]?.place?.file).toBe(join(root, 'rules/a.yaml'));
    expect(messages).toContain('rule file problem');
    expect(messages).toContain('file is broken, its last good version keeps running');
    await put('rules/a.yaml', rule('a', 'eventName = "Z"'));
    await eventually(() => expect(running()).toEqual(['a: eventName = "Z"', 'b: eventName = "X"']));
    expect(watched.current()).toMatchObject({ problems: [], heldBack: [] });
  });

  it('reloads suppressions like rules', async () => {
    const mutes = () => {
      const [first] = watched.current().compiled.rules;
      return first !== undefined && matchOf(first, carried(call('X', 0))).suppressedBy.length > 0;
    };
    expect(mutes()).toBe(false);
    await put('suppressions/s.yaml', 'id: s\nrules: [a]\nwhen: user = "alice"\nreason: known\nowner: ops\n');
    await eventually(() => expect(mutes()).toBe(true));
    await put('suppressions/s.yaml', 'id: s\nrules: [a]\nwhen: user =\nreason: known\nowner: ops\n');
    await eventually(() => expect(watched.current().heldBack).toHaveLength(1));
    expect(mutes()).toBe(true);
    await rm(join(root, 'suppressions/s.yaml'));
    await eventually(() => expect(mutes()).toBe(false));
  });

  it('keeps everything running while the folder itself cannot be read', async () => {
    await rename(join(root, 'rules'), join(root, 'away'));
    await eventually(() => expect(watched.current().problems[0]?.code).toBe('RULE_FILE_UNREADABLE'));
    expect(running()).toEqual(['a: eventName = "X"']);
    await rename(join(root, 'away'), join(root, 'rules'));
    await eventually(() => expect(watched.current().problems).toEqual([]));
    expect(running()).toEqual(['a: eventName = "X"']);
  });
});
