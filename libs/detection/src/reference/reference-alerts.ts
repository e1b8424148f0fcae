import { alertId, canonicalJson, sha256Bytes } from '@trailhound/contracts';
import type { CountObservation } from '../window.js';

export { referenceCorrelationIds } from './reference-correlations.js';

/** An alert as the definition gives it. */
export interface ReferenceAlert {
  readonly id: string;
  readonly suppressed: boolean;
  readonly bucket: number;
  readonly count: number;
  readonly firstEventTimeMs: number;
  readonly lastEventTimeMs: number;
  /** Uids in event-time order, all of them. */
  readonly uids: readonly string[];
}

/**
 * The alerts a set of observations makes, straight from the definition: every window is formed and counted by looking at
 * every record. Shares no code with the machine it judges; quadratic, for tests only.
 */
export function referenceAlerts(observations: readonly CountObservation[]): ReadonlyMap<string, ReferenceAlert> {
  const alerts = new Map<string, ReferenceAlert>();
  for (const ofGroup of Map.groupBy(observations, ({ key }) => canonicalJson(key)).values()) {
    const counted = ofGroup.filter(({ spec, value }) => !spec.distinct || (value !== undefined && value !== null));
    const unsuppressed = counted.filter(({ suppressed }) => !suppressed);
    for (const alert of alertsOfGroup(unsuppressed, false)) alerts.set(alert.id, alert);
    for (const alert of alertsOfGroup(counted, true)) alerts.set(alert.id, alert);
  }
  return alerts;
}

function alertsOfGroup(records: readonly CountObservation[], marked: boolean): readonly ReferenceAlert[] {
  const [some] = records;
  if (some === undefined) return [];
  const { key, spec } = some;
  let hash = 0n;
  for (const byte of sha256Bytes(canonicalJson([key.stateHash, key.group])).slice(0, 6))
    hash = hash * 256n + BigInt(byte);
  const offset = Number(hash % BigInt(spec.dedupMs));
  const bucketOf = (record: CountObservation) => Math.floor((record.eventTimeMs - offset) / spec.dedupMs);
  const slots = Math.floor((10 * spec.dedupMs) / spec.withinMs);
  const slotOf = (record: CountObservation) => {
    const bucket = bucketOf(record);
    return bucket * slots + Math.floor(((record.eventTimeMs - offset - bucket * spec.dedupMs) * slots) / spec.dedupMs);
  };

  const windowEndingAt = (end: CountObservation): readonly CountObservation[] => {
    if (spec.distinct) return records.filter((r) => slotOf(r) <= slotOf(end) && slotOf(r) >= slotOf(end) - 10);
    if (spec.count === 1) return records.filter((r) => r.eventTimeMs === end.eventTimeMs);
    return records.filter((r) => r.eventTimeMs <= end.eventTimeMs && r.eventTimeMs > end.eventTimeMs - spec.withinMs);
  };
  const isReached = (end: CountObservation): boolean => {
    const window = windowEndingAt(end);
    if (marked && !window.some(({ suppressed }) => suppressed)) return false;
    return new Set(window.map((r) => (spec.distinct ? r.value : r.uid))).size >= spec.count;
  };

  const sorted = records.toSorted((a, b) => a.eventTimeMs - b.eventTimeMs || (a.uid < b.uid ? -1 : 1));
  const alerts: ReferenceAlert[] = [];
  for (const [bucket, inBucket] of Map.groupBy(sorted, bucketOf)) {
    const end = inBucket.find(isReached);
    if (end === undefined) continue;
    const isAfterStart = (r: CountObservation) => {
      if (spec.distinct) return slotOf(r) >= slotOf(end) - 10;
      return r.eventTimeMs > end.eventTimeMs - (spec.count === 1 ? 1 : spec.withinMs);
    };
    const members = sorted.filter((record) => bucketOf(record) <= bucket && isAfterStart(record));
    alerts.push({
      id: alertId({ ...key, instance: bucket, suppressed: marked }),
      suppressed: marked,
      bucket,
      count: new Set(members.map(({ uid }) => uid)).size,
      firstEventTimeMs: Math.min(...members.map(({ eventTimeMs }) => eventTimeMs)),
      lastEventTimeMs: Math.max(...members.map(({ eventTimeMs }) => eventTimeMs)),
      uids: [...new Set(members.map(({ uid }) => uid))],
    });
  }
  return alerts;
}
