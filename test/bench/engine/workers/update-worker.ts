// A process that follows a folder of rules as `trailhound run` does: `update-worker.js RULES FOLDER ROUNDS`.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WatchedRules, watchRules } from '@trailhound/matcher';
import type { Clock } from '@trailhound/ports';
import { median } from '../../kit/median.js';
import type { UpdateCost } from '../measure-updates.js';
import { readRuleArray } from './read-rules.js';

const [rulesFile = '', folder = '', rounds = '3'] = process.argv.slice(2);
/** Milliseconds between two looks at the files; what looks take is part of what a change takes. */
const everyMs = 100;

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined),
};
const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };

/** CPU time of the thread in milliseconds: other programs on the machine lengthen no turn. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Measures the longest turn of the event loop from now on; the answer ends it. */
function watchTurns(): () => number {
  let longest = 0;
  let isOver = false;
  let before = cpuMs();
  const look = (): void => {
    const now = cpuMs();
    longest = Math.max(longest, now - before);
    before = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  return () => {
    isOver = true;
    return Math.max(longest, cpuMs() - before);
  };
}

const patterns = readRuleArray(rulesFile);
const path = (n: number): string => join(folder, `rule-${String(n).padStart(6, '0')}.json`);
const put = (n: number, pattern: unknown): void => writeFileSync(path(n), JSON.stringify({ detail: pattern }));

mkdirSync(folder, { recursive: true });
for (const [n, pattern] of patterns.entries()) put(n, pattern);

let changed: () => void = silent;

async function followed(): Promise<WatchedRules> {
  return watchRules({
    source: { rules: [folder], suppressions: [] },
    clock,
    logger,
    everyMs,
    onChange: () => changed(),
  });
}

/** Resolves when what was done to the files is in force. */
async function inForce(change: () => void): Promise<void> {
  const done = new Promise<void>((resolve) => {
    changed = resolve;
  });
  change();
  await done;
}

/** The turns are watched in a pass of their own, as that keeps the processor busy. */
async function cost(change: UpdateCost['change'], work: () => Promise<unknown>): Promise<UpdateCost> {
  const start = cpuMs();
  await work();
  const spent = cpuMs() - start;
  const longest = watchTurns();
  await work();
  return { change, cpuMs: spent, longestTurnMs: longest() };
}

async function costOfLoad(): Promise<UpdateCost> {
  return cost('load all', async () => (await followed()).stop());
}

async function costsOfRound(round: number): Promise<readonly UpdateCost[]> {
  const at = (round * 997) % patterns.length;
  let version = 0;
  let [added, removed] = [patterns.length, patterns.length];
  const marked = (): unknown => {
    version += 1;
    return { ...(patterns[at] as object), eventVersion: [`${round}.${version}`] };
  };
  return [
    await cost('change', () => inForce(() => put(at, marked()))),
    await cost('add', () => inForce(() => put(added++, marked()))),
    await cost('remove', () => inForce(() => rmSync(path(removed++)))),
  ];
}

const load = await costOfLoad();
const watched = await followed();
const costs: UpdateCost[] = [];
for (let round = 0; round < Number(rounds); round++) costs.push(...(await costsOfRound(round)));
await watched.stop();

const medians = (['change', 'add', 'remove'] as const).map((change): UpdateCost => {
  const of = costs.filter((one) => one.change === change);
  // Of the longest turns the longest counts: what happens once in three times is to be seen.
  return {
    change,
    cpuMs: median(of.map((one) => one.cpuMs)),
    longestTurnMs: Math.max(...of.map((one) => one.longestTurnMs)),
  };
});
process.stdout.write(`${JSON.stringify([load, ...medians])}\n`);
