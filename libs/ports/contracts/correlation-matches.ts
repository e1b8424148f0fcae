import type { CorrelationTest, GroupValue, Measure } from '@trailhound/contracts';
import { type CorrelationObservation, type CorrelationSpec, correlationGroup } from '@trailhound/detection';
import type { Random } from './random.js';

/** After 1970, as records are. */
const manyBuckets = 30_000_000;

/** The matches of one random order-free correlation of three rules, and what it asks for. */
export function correlationMatches(
  random: Random,
  name: string,
): { readonly spec: CorrelationSpec; readonly records: readonly CorrelationObservation[] } {
  const spec: CorrelationSpec = { withinMs: random.between(5, 60) * 1_000, test: randomTest(random) };
  const groups: readonly [GroupValue[], ...GroupValue[][]] = [['alice'], [null], ['bob']];
  const mayBeSuppressed = random.chance(0.5);
  const uids = random.between(3, 30);
  const burstsAt = Array.from({ length: random.between(1, 3) }, () => random.between(-2, 3) * spec.withinMs);
  const records = Array.from({ length: random.between(1, 25) }, (_, index): CorrelationObservation => {
    const key = {
      ruleId: name,
      stateHash: 'f'.repeat(64),
      group: random.chance(0.8) ? groups[0] : random.pick(groups),
    };
    const { offsetMs } = correlationGroup(key, spec).grid;
    const timeMs =
      offsetMs +
      manyBuckets * spec.withinMs +
      random.pick([0, ...burstsAt]) +
      random.between(-1.2 * spec.withinMs, 1.2 * spec.withinMs);
    const uid = `uid-${random.between(1, uids)}`;
    return {
      kind: 'correlate',
      key,
      spec,
      entry: {
        atMs: Math.floor(timeMs / 1_000) * 1_000,
        uid,
        input: random.between(0, 2),
        value: random.pick(['a', 'b', 'c', 'd']),
        number: random.pick([-1, 0, 1, 2, 2.5]),
        suppressed: mayBeSuppressed && random.chance(0.3),
        refs: [{ uid, eventID: null, eventTime: '2026-01-01T00:00:00Z', input: name, index }],
      },
    };
  });
  return { spec, records };
}

function randomTest(random: Random): CorrelationTest {
  const value = random.between(1, 5);
  const number = (measure: Measure): CorrelationTest => ({ kind: 'number', measure, bounds: [{ op: 'gte', value }] });
  const rules = (ordered: boolean, ...all: number[]): CorrelationTest => ({
    kind: 'rules',
    ordered,
    alternatives: [{ all, none: [] }],
  });
  return random.pick([
    rules(false, 0, 1),
    rules(false, 0, 1, 2),
    rules(true, 0, 1),
    rules(true, 2, 0, 1),
    number({ of: 'sum' }),
    number({ of: 'values' }),
    number({ of: 'events' }),
    number({ of: 'rules' }),
  ]);
}
