import { alertId, type RecordRef } from '@trailhound/contracts';
import type { AlertMark } from './bucket-state.js';
import { defaultWindowLimits, type WindowLimits } from './limits.js';
import type { Firing, WindowKey } from './window.js';

/**
 * What was turned away because its rule has too many live groups. Which groups are turned away depends on the order of
 * arrival, so this alert, one a rule, is outside the promise of exactness; a replay counts again.
 */
export interface OverflowState {
  readonly mark: AlertMark;
  /** Observations turned away. */
  readonly count: number;
  readonly firstEventTimeMs: number;
  readonly lastEventTimeMs: number;
  /** The first ones turned away. */
  readonly records: readonly RecordRef[];
}

/** What is told of a match that found no room. */
export interface TurnedAway {
  readonly key: WindowKey;
  readonly uid: string;
  readonly eventTimeMs: number;
  readonly record: RecordRef | undefined;
}

/** Counts an observation of a group that does not fit; answers the overflow alert while it is not durable, as `observe` does. */
export function turnAway(
  state: OverflowState | undefined,
  observation: TurnedAway,
  nowMs: number,
  limits: WindowLimits = defaultWindowLimits,
): { readonly state: OverflowState; readonly firings: readonly Firing[] } {
  const { key, uid, eventTimeMs, record } = observation;
  const known = state ?? {
    mark: { state: 'pending', uid, atMs: nowMs },
    count: 0,
    firstEventTimeMs: eventTimeMs,
    lastEventTimeMs: eventTimeMs,
    records: [],
  };
  const next: OverflowState = {
    mark: known.mark,
    count: known.count + 1,
    firstEventTimeMs: Math.min(known.firstEventTimeMs, eventTimeMs),
    lastEventTimeMs: Math.max(known.lastEventTimeMs, eventTimeMs),
    records: record && known.records.length < limits.shownRecords ? [...known.records, record] : known.records,
  };
  const { mark } = next;
  const isDue = mark.state === 'pending' && (mark.uid === uid || nowMs - mark.atMs > limits.leaseMs);
  return { state: next, firings: isDue ? [overflowFiring(key, next)] : [] };
}

export function overflowDone(state: OverflowState): OverflowState {
  return { ...state, mark: { ...state.mark, state: 'done' } };
}

function overflowFiring(key: WindowKey, { count, firstEventTimeMs, lastEventTimeMs, records }: OverflowState): Firing {
  const ofRule = { ruleId: key.ruleId, stateHash: key.stateHash, group: [] };
  return {
    key: ofRule,
    alertId: overflowAlertId(ofRule),
    bucket: null,
    suppressed: false,
    overflow: true,
    count,
    firstEventTimeMs,
    lastEventTimeMs,
    records,
  };
}

export function overflowAlertId(key: Pick<WindowKey, 'ruleId' | 'stateHash'>): string {
  return alertId({ ruleId: key.ruleId, stateHash: key.stateHash, group: [], instance: 'overflow' });
}
