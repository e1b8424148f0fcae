import { trailStanding } from '@trailhound/cloudtrail';
import type { TrailActivity } from '@trailhound/contracts';
import { type CheckpointStore, type Clock, createActivityStore } from '@trailhound/ports';
import type { CompletenessQuery } from './completeness-query.js';
import type { CompletenessView, TrailView } from './completeness-views.js';

/** What collectors noted of trails, as people ask for it. */
export class CompletenessReader {
  constructor(
    private readonly checkpoints: CheckpointStore,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  async read({ account: wanted, region: where, limit }: CompletenessQuery): Promise<CompletenessView> {
    const nowMs = this.clock.now();
    const trails: TrailView[] = [];
    for await (const { account, regions } of createActivityStore(this.checkpoints).all()) {
      if (wanted !== undefined && wanted !== account) continue;
      for (const [region, activity] of Object.entries(regions))
        if (where === undefined || where === region) trails.push(trailOf(account, region, activity, nowMs));
    }
    const order = ({ account, region, quietSince }: TrailView) => `${quietSince ? 0 : 1} ${account} ${region}`;
    trails.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    return {
      at: isoTime(nowMs),
      tracked: trails.length,
      quiet: trails.filter(({ quietSince }) => quietSince !== undefined).length,
      trails: trails.slice(0, limit),
    };
  }
}

function trailOf(account: string, region: string, activity: TrailActivity, nowMs: number): TrailView {
  const { records, lastEventMs, lastSeenMs, inputs, paths } = activity;
  const { lagP50Ms, lagP99Ms, gaps, quietSinceMs, quietAfterMs } = trailStanding(activity, nowMs);
  return {
    ...{ account, region, records, inputs },
    ...(lastEventMs > Number.MIN_SAFE_INTEGER && { lastEvent: isoTime(lastEventMs) }),
    lastSeen: isoTime(lastSeenMs),
    ...(lagP50Ms !== undefined && { lagP50Seconds: Math.round(lagP50Ms / 1000) }),
    ...(lagP99Ms !== undefined && { lagP99Seconds: Math.round(lagP99Ms / 1000) }),
    ...(paths && { paths }),
    gaps: gaps.map(({ fromMs, toMs }) => ({ from: isoTime(fromMs), to: isoTime(toMs) })),
    ...(quietSinceMs !== undefined && { quietSince: isoTime(quietSinceMs) }),
    ...(quietAfterMs !== undefined && { quietAfterSeconds: Math.round(quietAfterMs / 1000) }),
  };
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
