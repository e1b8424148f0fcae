import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Supervised } from './supervisor.js';
import type { GroupProgress, Topics } from './topics.js';

/** A committed offset that went back. */
export interface StepBack {
  readonly group: string;
  readonly partition: number;
  readonly from: string;
  readonly to: string;
}

/** What is looked at all through a run. */
export interface Watch {
  /** By group; absent until the first answer, and as it was while the broker is away. */
  readonly latest: ReadonlyMap<string, GroupProgress>;
  readonly stepsBack: readonly StepBack[];
  /** Service → the most memory one of its processes took, bytes. */
  readonly memory: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** The groups whose progress is the progress of the pipeline, with the topic each reads. */
export const groups = { 'trailhound-matcher': 'cloudtrail.records', notifier: 'alerts' } as const;

const everyMs = 500;

export function watch(topics: Topics, services: () => readonly Supervised[]): Watch {
  const latest = new Map<string, GroupProgress>();
  const stepsBack: StepBack[] = [];
  const memory = new Map<string, number>();
  let isStopped = false;

  async function look(): Promise<void> {
    for (const [group, topic] of Object.entries(groups)) {
      const now = await topics.progress(group, topic);
      const before = latest.get(group);
      if (before) stepsBack.push(...stepsBackOf(group, before, now));
      latest.set(group, now);
    }
  }

  const watching = (async () => {
    while (!isStopped) {
      await look().catch(() => undefined); // the broker is away: that is what this is about
      for (const { name, pid } of services()) memory.set(name, Math.max(memory.get(name) ?? 0, residentBytes(pid)));
      await sleep(everyMs);
    }
  })();

  return {
    ...{ latest, stepsBack, memory },
    async stop() {
      isStopped = true;
      await watching;
    },
  };
}

/**
 * Where a group would begin again further back than before. A partition without a committed offset is begun at the first
 * message it still holds (kafkajs commits "the beginning" where the offset it has was deleted by retention), which is a
 * step back only if that lies before what was committed.
 */
export function stepsBackOf(group: string, before: GroupProgress, now: GroupProgress): readonly StepBack[] {
  return [...before.committed].flatMap(([partition, offset]) => {
    const next = now.committed.get(partition) ?? now.starts.get(partition) ?? 0n;
    return next < offset ? [{ group, partition, from: String(offset), to: String(next) }] : [];
  });
}

/** 0 where the process is gone, or the system does not say. */
function residentBytes(pid: number): number {
  try {
    return 1_024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
