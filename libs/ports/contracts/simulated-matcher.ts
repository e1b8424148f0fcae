import type { Firing } from '@trailhound/detection';
import type { WindowStore } from '@trailhound/ports';
import type { WindowHistory } from './window-histories.js';

type Stage = 'idle' | 'observed' | 'published' | 'marked';

interface Lane {
  readonly partition: number;
  committed: number;
  stage: Stage;
  to: number;
  firings: readonly Firing[];
}

/** What a history gave: every alert published, and what the store knows of each at the end. */
export interface HistoryResult {
  readonly published: ReadonlyMap<string, Firing>;
}

/**
 * Runs a history as matchers do: observe, publish, mark done, commit; a crash forgets what was not committed. After the
 * last step every partition is read to its end.
 */
export async function runHistory(store: WindowStore, history: WindowHistory): Promise<HistoryResult> {
  const published = new Map<string, Firing>();
  const lanes = history.partitions.map(
    (_, partition): Lane => ({ partition, committed: 0, stage: 'idle', to: 0, firings: [] }),
  );

  async function advance(lane: Lane, batch: number): Promise<void> {
    const log = history.partitions[lane.partition] ?? [];
    switch (lane.stage) {
      case 'idle': {
        lane.to = Math.min(lane.committed + batch, log.length);
        if (lane.to === lane.committed) return;
        const result = await store.observe({
          stream: history.name,
          partition: lane.partition,
          from: BigInt(lane.committed),
          to: BigInt(lane.to),
          first: lane.committed === 0,
          observations: log.slice(lane.committed, lane.to),
        });
        if (result.kind !== 'ok') throw new Error(`${history.name}: the store lost what it had`);
        lane.firings = result.firings.flat();
        lane.stage = 'observed';
        return;
      }
      case 'observed':
        for (const firing of lane.firings) published.set(firing.alertId, firing);
        lane.stage = 'published';
        return;
      case 'published':
        await store.markDone(lane.firings);
        lane.stage = 'marked';
        return;
      case 'marked':
        lane.committed = lane.to;
        lane.stage = 'idle';
        return;
      default:
        lane.stage satisfies never;
    }
  }

  for (const step of history.steps) {
    const lane = lanes[step.partition];
    if (lane === undefined) continue;
    if (step.kind === 'advance') await advance(lane, step.batch);
    else lane.stage = 'idle';
  }
  for (const lane of lanes) {
    const end = history.partitions[lane.partition]?.length ?? 0;
    while (lane.stage !== 'idle' || lane.committed < end) await advance(lane, 5);
  }
  return { published };
}
