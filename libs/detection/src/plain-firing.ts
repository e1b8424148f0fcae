import { alertId } from '@trailhound/contracts';
import type { CountObservation, Firing } from './window.js';

/**
 * The alert of a rule without threshold and dedup: every matching record is one, its id from its uid, and no state is
 * needed. A suppressed record makes the marked alert instead.
 */
export function plainFiring(
  observation: Pick<CountObservation, 'key' | 'uid' | 'eventTimeMs' | 'suppressed' | 'record'>,
): Firing {
  const { key, uid, eventTimeMs, suppressed, record } = observation;
  return {
    key,
    alertId: alertId({ ...key, instance: uid, suppressed }),
    bucket: null,
    suppressed,
    overflow: false,
    count: 1,
    firstEventTimeMs: eventTimeMs,
    lastEventTimeMs: eventTimeMs,
    records: [record],
  };
}
