import type { GroupValue } from '@trailhound/contracts';
import { type CountObservation, type Observation, type WindowSpec, windowGroup } from '@trailhound/detection';
import { correlationMatches } from './correlation-matches.js';
import { Random } from './random.js';

/** What a matcher does with the next batch of a partition, one step at a time; steps of partitions interleave. */
export type HistoryStep =
  /** Takes the next stage: observe, publish, mark done, commit. */
  | { readonly kind: 'advance'; readonly partition: number; readonly batch: number }
  /** The matcher of this partition is killed between two stages; another begins at the committed offset. */
  | { readonly kind: 'crash'; readonly partition: number };

/** One rule's matches in the log, and how matchers came by them. */
export interface WindowHistory {
  readonly name: string;
  /** Matches by partition, in log order, duplicates included. */
  readonly partitions: readonly (readonly Observation[])[];
  readonly steps: readonly HistoryStep[];
}

/**
 * `count` random histories, the same for the same seed: few and many records, duplicates in the same and in other
 * partitions, arrival in and out of order and late by buckets, copies of a uid that differ, suppressed records, crashes
 * between any two steps of the matcher. The rules differ, so that all histories can run on one store.
 */
export function* windowHistories(seed: number, count: number): Generator<WindowHistory> {
  for (let at = 0; at < count; at += 1) yield windowHistory(seed, at);
}

function windowHistory(seed: number, at: number): WindowHistory {
  const random = new Random(Math.imul(seed, 1_000_003) + at);
  const name = `history-${seed}-${at}`;
  const records: readonly Observation[] = random.chance(0.3)
    ? correlationMatches(random, name).records
    : randomRecords(random, name, randomSpec(random));
  const copies = records.filter(() => random.chance(0.25));
  const arrival = random.chance(0.3)
    ? [...records.toSorted((a, b) => timeOf(a) - timeOf(b)), ...copies]
    : random.shuffled([...records, ...copies]);
  const partitions: Observation[][] = Array.from({ length: random.between(1, 4) }, () => []);
  for (const observation of arrival) partitions[random.between(0, partitions.length - 1)]?.push(observation);
  return { name, partitions, steps: randomSteps(random, partitions) };
}

function timeOf(observation: Observation): number {
  return observation.kind === 'count' ? observation.eventTimeMs : observation.entry.atMs;
}

function randomSpec(random: Random): WindowSpec {
  const withinMs = random.between(5, 60) * 1_000;
  const dedupMs = random.chance(0.5) ? withinMs : withinMs + random.between(1, 120) * 1_000;
  return { count: random.pick([1, 2, 2, 3, 3, 5, 8]), withinMs, dedupMs, distinct: random.chance(0.3) };
}

function randomRecords(random: Random, name: string, spec: WindowSpec): readonly CountObservation[] {
  const groups: readonly [GroupValue[], ...GroupValue[][]] = [['alice'], [null], ['bob']];
  const mayBeSuppressed = random.chance(0.5);
  // Bursts around bucket edges: where windows reach over and late records change what fires.
  const burstsAt = Array.from({ length: random.between(1, 3) }, () => random.between(-2, 3) * spec.dedupMs);
  const uids = random.between(3, 30);
  return Array.from({ length: random.between(1, 25) }, (_, index) => {
    const key = {
      ruleId: name,
      stateHash: 'f'.repeat(64),
      group: random.chance(0.8) ? groups[0] : random.pick(groups),
    };
    const { offsetMs } = windowGroup(key, spec).grid;
    const burstMs = random.pick([0, ...burstsAt]);
    const eventTimeMs = offsetMs + burstMs + random.between(-1.2 * spec.withinMs, 1.2 * spec.withinMs);
    const uid = `uid-${random.between(1, uids)}`;
    return {
      kind: 'count',
      key,
      spec,
      uid,
      eventTimeMs: Math.floor(eventTimeMs / 1_000) * 1_000,
      ...(spec.distinct && { value: random.pick(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', null]) }),
      suppressed: mayBeSuppressed && random.chance(0.3),
      mayBeSuppressed,
      record: { uid, eventID: null, eventTime: '2026-01-01T00:00:00Z', input: name, index },
    };
  });
}

function randomSteps(random: Random, partitions: readonly (readonly Observation[])[]): readonly HistoryStep[] {
  const crashes = random.pick([0, 0.05, 0.2]);
  return Array.from({ length: random.between(0, 60) }, () => {
    const partition = random.between(0, partitions.length - 1);
    if (random.chance(crashes)) return { kind: 'crash', partition };
    return { kind: 'advance', partition, batch: random.between(1, 6) };
  });
}
