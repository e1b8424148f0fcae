import { bucketAt, windowGroup } from '../bucket-grid.js';
import type { BucketState, GroupState } from '../bucket-state.js';
import { defaultWindowLimits, type WindowLimits } from '../limits.js';
import { markDone, observe } from '../observe.js';
import { summarize } from '../summary.js';
import type { BucketSummary, CountObservation, Firing, WindowSpec } from '../window.js';

/** The machine with a map for a store: what a test needs to run observations one after the other. */
export class WindowBook {
  readonly groups = new Map<string, Map<number, BucketState>>();
  readonly fired = new Map<string, Firing>();
  private readonly specs = new Map<string, WindowSpec>();

  constructor(
    readonly limits: WindowLimits = defaultWindowLimits,
    public nowMs = 0,
  ) {}

  see(observation: CountObservation): readonly Firing[] {
    const group = windowGroup(observation.key, observation.spec);
    const state = this.groups.get(group.id) ?? new Map<number, BucketState>();
    this.groups.set(group.id, state);
    const { changed, firings } = observe(group, state, observation, this.nowMs, this.limits);
    for (const [bucket, next] of changed) state.set(bucket, next);
    for (const firing of firings) {
      this.fired.set(firing.alertId, firing);
      this.specs.set(firing.alertId, observation.spec);
    }
    return firings;
  }

  seeAll(observations: readonly CountObservation[]): this {
    for (const observation of observations) this.see(observation);
    return this;
  }

  done({ key, bucket, suppressed, alertId }: Firing): void {
    const spec = this.specs.get(alertId);
    if (spec === undefined || bucket === null) return;
    const state = this.groups.get(windowGroup(key, spec).id);
    const before = state?.get(bucket);
    if (state && before) state.set(bucket, markDone(before, suppressed));
  }

  summary(alertId: string): BucketSummary | undefined {
    const firing = this.fired.get(alertId);
    const spec = this.specs.get(alertId);
    if (!firing || !spec || firing.bucket === null) return undefined;
    const group = windowGroup(firing.key, spec);
    const state: GroupState = this.groups.get(group.id) ?? new Map();
    return summarize(group, state, spec, { bucket: firing.bucket, marked: firing.suppressed }, this.limits);
  }

  /** Entries stored for the group of an observation, by bucket. */
  stored({ key, spec, eventTimeMs }: CountObservation): BucketState | undefined {
    const group = windowGroup(key, spec);
    return this.groups.get(group.id)?.get(bucketAt(group.grid, eventTimeMs));
  }
}
