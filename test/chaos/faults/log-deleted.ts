import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '@trailhound/testkit/launchers';
import type { Lab } from '../lab/lab.js';
import type { Supervised } from '../lab/supervisor.js';
import type { DeletedMessages } from '../oracle/gap-alerts.js';
import { type ChaosFault, numberOf } from './fault.js';

const because = 'fault 17';
const group = 'trailhound-matcher';
const topic = 'cloudtrail.records';

/**
 * Retention overtakes the matchers: messages are deleted before they were read. It must be said, with how many; then an
 * operator collects again what is missing, which here is publishing it again.
 */
export const logDeleted: ChaosFault = {
  number: 17,
  title: 'messages are deleted from the log before they are read, and collected again',
  isCore: false,
  plan: (random) => ({ waitMs: random.int(1_500, 3_000), share: random.int(30, 90) / 100 }),
  async inject(lab, plan) {
    const { topics, matchers } = lab;
    await allStandStill(matchers);
    lab.bucket.release(lab.bucket.released + 4);
    await sleep(numberOf(plan, 'waitMs'));
    // Of a partition nobody ever committed in, nobody can know what is missing.
    const waiting = async () => {
      lab.bucket.release(lab.bucket.released + 1);
      const { committed, ends } = await topics.progress(group, topic);
      const spans = [...committed].map(([partition, from]) => ({ partition, from, end: ends.get(partition) ?? from }));
      return spans.reduce((a, b) => (b.end - b.from > a.end - a.from ? b : a), { partition: 0, from: 0n, end: 0n });
    };
    let most = await waiting();
    await waitUntil('messages wait to be read', async () => {
      most = await waiting();
      return most.end - most.from > 3n;
    });
    const until = most.from + BigInt(Math.ceil(Number(most.end - most.from) * numberOf(plan, 'share')));
    const deleted = await topics.deleteFirst(topic, most.partition, until);
    lost.set(lab, { partition: most.partition, until, messages: Number(until - most.from) });
    await Promise.all(matchers.map((matcher) => matcher.kill(because)));
    for (const matcher of matchers) matcher.thaw();
    await topics.publishAgain(topic, deleted);
  },
  async judge(lab) {
    const { partition, messages } = lost.get(lab) ?? { partition: 0, messages: 0 };
    if (messages === 0) return ['nothing was deleted that had not been read: the run proves less than it should'];
    const said = lab.services().flatMap(({ logFile }) => gapsIn(logFile, partition));
    // More where the state in Redis was behind as well, and the matcher went back to it.
    const isSaid = said.some((count) => count >= messages);
    return isSaid ? [] : [`${messages} messages of partition ${partition} were deleted, and the logs say ${said}`];
  },
};

/** Freezes them all, those that are being started again as well: one that reads on would know more than the rest. */
async function allStandStill(matchers: readonly Supervised[]): Promise<void> {
  await waitUntil('all matchers stand still', async () => {
    const moving = matchers.filter(({ pid }) => !/\) T /.test(statOf(pid)));
    for (const matcher of moving) matcher.freeze();
    // Longer than a process that ended takes to be started again.
    if (moving.length > 0) await sleep(1_000);
    return moving.length === 0;
  });
}

/** Empty where the process is gone. */
function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

/** By run: what was deleted before it was read. */
const lost = new WeakMap<Lab, DeletedMessages & { readonly messages: number }>();

/** What a run deleted from the log before it was read. */
export function deletedIn(lab: Lab): DeletedMessages | undefined {
  return lost.get(lab);
}

function gapsIn(logFile: string, partition: number): readonly number[] {
  return readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.includes('(data_gap)'))
    .map((line): { partition?: number; lost?: string } => JSON.parse(line))
    .filter((line) => line.partition === partition)
    .map((line) => Number(line.lost));
}
