import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { chaosRules } from '../input/rules.js';
import { rulesYaml } from '../input/rules-yaml.js';
import type { Lab } from '../lab/lab.js';
import { launcher } from '../lab/service-process.js';
import { type ChaosFault, numberOf } from './fault.js';

/** What the titles of a push end in, so that an alert shows which rules it was raised under. */
const mark = / \[push (\d+)\]$/;

/** New revisions of the rules come while matchers are killed. They change titles, and with them no alert's id. */
export const rulesPushed: ChaosFault = {
  number: 29,
  title: 'rules are pushed while matchers are killed',
  isCore: false,
  plan: (random) => ({ pushes: 3, betweenMs: random.int(500, 3_000), matcher: random.int(0, 1) }),
  async inject(lab, plan) {
    for (let number = 1; number <= numberOf(plan, 'pushes'); number += 1) {
      await Promise.all([push(lab, number), lab.matchers[numberOf(plan, 'matcher')]?.kill('fault 29')]);
      await sleep(numberOf(plan, 'betweenMs'));
    }
  },
  async judge({ topics }, plan) {
    const marks = new Map<string, Set<string>>();
    for (const { value } of await topics.readAll('alerts')) {
      const { revision, title }: { revision: string; title: string } = JSON.parse(value);
      marks.set(revision, (marks.get(revision) ?? new Set()).add(mark.exec(title)?.[1] ?? 'none'));
    }
    const mixed = [...marks].filter(([, found]) => found.size > 1);
    return [
      ...mixed.map(
        ([revision, found]) => `alerts of revision ${revision} were raised under rules of pushes ${[...found]}`,
      ),
      ...(marks.size < 2 ? [`all alerts name one revision, though ${numberOf(plan, 'pushes')} were pushed`] : []),
    ];
  },
};

async function push({ folder }: Lab, number: number): Promise<void> {
  const rules = join(folder, `push-${number}.yaml`);
  writeFileSync(rules, rulesYaml(chaosRules, ` [push ${number}]`));
  const args = [launcher, 'rules', 'push', '--config', join(folder, 'trailhound.yaml'), rules];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const [said, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  if (exitCode !== 0) throw new Error(`rules push exits ${exitCode}: ${said}`);
}
