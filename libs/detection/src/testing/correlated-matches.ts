import type { Bound, BoundOp, CorrelationTest, Measure } from '@trailhound/contracts';
import fc from 'fast-check';
import { bucketAt } from '../bucket-grid.js';
import type { CorrelationBucket } from '../correlation/correlation-bucket.js';
import type { CorrelationEntry } from '../correlation/correlation-entry.js';
import { type CorrelationSpec, correlationGroup } from '../correlation/correlation-spec.js';
import { observeMatch } from '../correlation/observe-match.js';
import type { WindowLimits } from '../limits.js';
import { aKey } from './observations.js';

const baseMs = Date.UTC(2026, 0, 15);

/** One match of the rule numbered `input`, so many seconds after midnight. */
export function matchAt(
  input: number,
  seconds: number,
  more: Partial<Omit<CorrelationEntry, 'refs'>> & { readonly eventID?: string } = {},
): CorrelationEntry {
  const uid = more.uid ?? `uid-${input}-${seconds}`;
  const atMs = baseMs + seconds * 1_000;
  const eventTime = new Date(atMs).toISOString();
  const ref = { uid, eventID: more.eventID ?? null, eventTime, input: 'trail.json', index: 0 };
  const { eventID: _, ...rest } = more;
  return { atMs, uid, input, suppressed: false, refs: [ref], ...rest };
}

/** The alerts a correlation's state machine answers to matches as they arrive, by id. */
export function observedIds(
  spec: CorrelationSpec,
  matches: readonly CorrelationEntry[],
  limits?: WindowLimits,
): ReadonlySet<string> {
  const group = correlationGroup(aKey, spec);
  const state = new Map<number, CorrelationBucket>();
  const ids = new Set<string>();
  for (const match of matches) {
    // Looking for superfluous entries at every step, where they are looked for at all.
    if (limits) for (const [bucket, before] of state) state.set(bucket, { ...before, compactAt: 0 });
    const { changed, firings } = observeMatch(group, spec, state, match, 0, limits);
    for (const [bucket, next] of changed) {
      if (Math.abs(bucket - bucketAt(group.grid, match.atMs)) > 1) throw new Error('a far bucket changed');
      state.set(bucket, next);
    }
    for (const { alertId } of firings) ids.add(alertId);
  }
  return ids;
}

const measures: readonly Measure[] = [
  { of: 'events' },
  { of: 'values' },
  { of: 'rules' },
  { of: 'sum' },
  { of: 'avg' },
  { of: 'percentile', percentile: 50 },
  { of: 'percentile', percentile: 95 },
];

function bounds(ops: readonly BoundOp[]): fc.Arbitrary<readonly Bound[]> {
  return fc.array(fc.record({ op: fc.constantFrom(...ops), value: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
    maxLength: 2,
  });
}

const inputs = fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 });
const anyOf = (none: fc.Arbitrary<readonly number[]>): fc.Arbitrary<CorrelationTest> =>
  fc.record({
    kind: fc.constant('rules' as const),
    ordered: fc.boolean(),
    alternatives: fc.array(fc.record({ all: inputs, none }), { minLength: 1, maxLength: 2 }),
  });
const number = (ops: readonly BoundOp[], from: readonly Measure[]): fc.Arbitrary<CorrelationTest> =>
  fc.record({ kind: fc.constant('number' as const), measure: fc.constantFrom(...from), bounds: bounds(ops) });

const withinMs = fc.integer({ min: 5, max: 40 }).map((seconds) => seconds * 1_000);

/** Correlations that more records only add alerts to. */
export const orderFreeSpec: fc.Arbitrary<CorrelationSpec> = fc.record({
  withinMs,
  test: fc.oneof(anyOf(fc.constant([])), number(['gt', 'gte'], measures.slice(0, 4))),
});

/** Correlations of every kind. */
export const anySpec: fc.Arbitrary<CorrelationSpec> = fc.record({
  withinMs,
  test: fc.oneof(
    anyOf(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 1 })),
    number(['gt', 'gte', 'lt', 'lte', 'eq', 'neq'], measures),
    fc.record({ kind: fc.constant('absence' as const), closes: fc.constantFrom(0, 1) }),
    fc.record({ kind: fc.constant('first-seen' as const), learnMs: fc.constantFrom(0, 20_000) }),
  ),
});

/** Matches of three rules within two minutes: several of one record, copies of it with other facts, ties. */
export const someMatches: fc.Arbitrary<readonly CorrelationEntry[]> = fc.array(
  fc
    .record({
      input: fc.integer({ min: 0, max: 2 }),
      seconds: fc.integer({ min: 0, max: 120 }),
      record: fc.integer({ min: 0, max: 12 }),
      value: fc.constantFrom('["x"]', '["y"]', '["z"]', undefined),
      number: fc.constantFrom(-2, 0, 1, 2.5, 4, undefined),
      suppressed: fc.boolean(),
    })
    .map(({ input, seconds, record, value, number, suppressed }) =>
      matchAt(input, seconds, {
        uid: `uid-${record}`,
        suppressed,
        // A uid stands for one eventID; it may sort otherwise than the uids do, or be missing.
        ...(record % 3 > 0 && { eventID: `${record % 3 === 1 ? 'a' : 'z'}-${20 - record}` }),
        ...(value !== undefined && { value }),
        ...(number !== undefined && { number }),
      }),
    ),
  { maxLength: 25 },
);
