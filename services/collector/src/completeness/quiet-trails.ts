import { emptyActivity, joinActivity, trailStanding } from '@trailhound/cloudtrail';
import type { BuiltInFinding, TrailActivity } from '@trailhound/contracts';
import type { ActivityStore } from '@trailhound/ports';

/** Paths on which records keep coming; what files brought says nothing of what should come now. */
const lastingPaths = ['s3', 'sqs'];

export interface QuietTrails {
  readonly tracked: number;
  readonly quiet: number;
  readonly findings: readonly BuiltInFinding[];
}

/**
 * Trails that went quiet against their own rhythm, by account and region. Where everything together is quiet, delivery has
 * stopped: that is one finding, in place of one for each trail.
 */
export async function quietTrails(store: ActivityStore, nowMs: number): Promise<QuietTrails> {
  let all: TrailActivity = emptyActivity;
  let tracked = 0;
  const quiet: BuiltInFinding[] = [];
  for await (const { account, regions } of store.all()) {
    for (const [region, activity] of Object.entries(regions)) {
      if (!lastingPaths.some((path) => (activity.inputs[path] ?? 0) > 0)) continue;
      tracked += 1;
      all = joinActivity(all, activity);
      const { quietSinceMs, quietAfterMs = 0 } = trailStanding(activity, nowMs);
      if (quietSinceMs === undefined) continue;
      const message = `nothing happened in ${account} ${region} for ${hoursText(nowMs - quietSinceMs)}; it was never silent for ${hoursText(quietAfterMs)} in two weeks: look whether the trail still logs and its files still arrive`;
      quiet.push({
        ...{ rule: 'trailhound-trail-quiet', account, region, instance: quietSinceMs, message, sinceMs: quietSinceMs },
      });
    }
  }
  const { quietSinceMs: stoppedMs } = trailStanding(all, nowMs);
  if (stoppedMs === undefined) return { tracked, quiet: quiet.length, findings: quiet };
  const message = `no record of any account came for ${hoursText(nowMs - stoppedMs)}: look at the trail's last delivery error, the bucket policy, the notifications and the queue`;
  const stopped: BuiltInFinding = {
    ...{ rule: 'trailhound-delivery-stopped', account: null, region: null },
    ...{ instance: stoppedMs, message, sinceMs: stoppedMs },
  };
  return { tracked, quiet: tracked, findings: [stopped] };
}

function hoursText(ms: number): string {
  const hours = Math.round(ms / 3_600_000);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
