import fc from 'fast-check';
import { bucketGrid } from '../bucket-grid.js';
import type { CountObservation, WindowKey, WindowSpec } from '../window.js';

export const aKey: WindowKey = { ruleId: 'many-denials', stateHash: 'a'.repeat(64), group: ['alice'] };

/** One match at a second of event time counted from the start of the group's bucket 0. */
export function seen(
  spec: WindowSpec,
  uid: string,
  atSeconds: number,
  more: Partial<Pick<CountObservation, 'suppressed' | 'value' | 'key' | 'mayBeSuppressed'>> = {},
): CountObservation {
  const key = more.key ?? aKey;
  const eventTimeMs = bucketGrid(key, spec).offsetMs + atSeconds * 1_000;
  return {
    kind: 'count',
    key,
    spec,
    uid,
    eventTimeMs,
    suppressed: false,
    mayBeSuppressed: true,
    record: {
      uid,
      eventID: null,
      eventTime: new Date(eventTimeMs).toISOString(),
      input: 'trail.json',
      index: Number(uid.replace(/\D/g, '') || 0),
    },
    ...more,
  };
}

/** Windows small enough that random records reach them, buckets that are and are not a multiple of the window. */
export const someSpec: fc.Arbitrary<WindowSpec> = fc
  .record({
    count: fc.integer({ min: 1, max: 5 }),
    withinSeconds: fc.integer({ min: 5, max: 40 }),
    extraSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
    distinct: fc.boolean(),
  })
  .map(({ count, withinSeconds, extraSeconds, distinct }) => ({
    count,
    withinMs: withinSeconds * 1_000,
    dedupMs: (withinSeconds + extraSeconds) * 1_000,
    distinct,
  }));

/** Up to 40 matches of two groups over a few buckets; uids come again, also with another time, value or suppression. */
export const someObservations: fc.Arbitrary<readonly CountObservation[]> = someSpec.chain((spec) =>
  fc.array(
    fc
      .record({
        group: fc.constantFrom<WindowKey['group']>(['alice'], [null]),
        uid: fc.integer({ min: 0, max: 25 }),
        at: fc.integer({ min: -60, max: 120 }),
        value: fc.constantFrom('198.51.100.1', '198.51.100.2', '198.51.100.3', '203.0.113.4', '203.0.113.5', null),
        suppressed: fc.boolean(),
      })
      .map(({ group, uid, at, value, suppressed }) =>
        seen(spec, `uid-${uid}`, at, { key: { ...aKey, group }, value, suppressed }),
      ),
    { maxLength: 40 },
  ),
);
