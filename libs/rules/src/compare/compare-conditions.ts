import { viewOf } from '@trailhound/cloudtrail';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { conditionKey } from '../condition/condition-key.js';
import { simplifyCondition } from '../condition/simplify-condition.js';
import { walkCondition } from '../condition/walk-condition.js';
import { buildRecord } from './build-record.js';
import { domainOf, type FieldDomain, fieldTestsByPath } from './field-domain.js';

/**
 * How the records two conditions hold for lie to each other. `narrower`: A holds for some of B's records and no others.
 * `complementary`: every record is in exactly one of them.
 */
export type Relation = 'equal' | 'narrower' | 'wider' | 'disjoint' | 'complementary' | 'overlapping';

export interface Comparison {
  readonly relation: Relation;
  /** False: no record that was tried contradicts the relation, and that is all. `reason` says why there is no proof. */
  readonly isProven: boolean;
  readonly reason?: string;
  /** How many records were made up or given. */
  readonly tried: number;
  /** A record of each kind that was found. */
  readonly onlyA?: unknown;
  readonly onlyB?: unknown;
  readonly both?: unknown;
  readonly neither?: unknown;
}

const maxRecords = 60_000;

/**
 * Compares two conditions by records made up from their own tests, and by `given` ones. Where every test is decided by
 * finitely many values and all combinations of them were tried, the answer is proven; so is `overlapping` always, by its
 * examples.
 */
export function compareConditions(a: Condition, b: Condition, given: Iterable<unknown> = []): Comparison {
  const [left, right] = [compileCondition(a), compileCondition(b)];
  const found: { onlyA?: unknown; onlyB?: unknown; both?: unknown; neither?: unknown } = {};
  let tried = 0;
  const look = (record: unknown) => {
    tried += 1;
    const view = viewOf(record);
    const kind =
      left(view) === 'match'
        ? right(view) === 'match'
          ? 'both'
          : 'onlyA'
        : right(view) === 'match'
          ? 'onlyB'
          : 'neither';
    if (found[kind] === undefined) found[kind] = record;
  };
  const isSame = conditionKey(simplifyCondition(a)) === conditionKey(simplifyCondition(b));
  const domains = [...fieldTestsByPath([a, b]).values()].map(({ path, tests }) => domainOf(path, tests));
  const combinations = domains.reduce((product, { values }) => product * values.length, 1);
  for (const record of combinations <= maxRecords ? allRecords(domains) : someRecords(domains)) look(record);
  for (const record of given) look(record);
  const relation = relationOf(found);
  const reason = relation === 'overlapping' || isSame ? undefined : doubt([a, b], domains, combinations);
  return { relation, isProven: reason === undefined, ...(reason !== undefined && { reason }), tried, ...found };
}

function relationOf({
  onlyA,
  onlyB,
  both,
  neither,
}: {
  onlyA?: unknown;
  onlyB?: unknown;
  both?: unknown;
  neither?: unknown;
}): Relation {
  if (onlyA === undefined && onlyB === undefined) return 'equal';
  if (both === undefined) return neither === undefined ? 'complementary' : 'disjoint';
  if (onlyA === undefined) return 'narrower';
  return onlyB === undefined ? 'wider' : 'overlapping';
}

function doubt(
  conditions: readonly Condition[],
  domains: readonly FieldDomain[],
  combinations: number,
): string | undefined {
  for (const condition of conditions) {
    for (const { condition: part } of walkCondition(condition)) {
      if (part.kind === 'ext') return `part of it is an opaque ${part.engine} expression`;
      if (part.kind === 'elem' || part.kind === 'cmpField' || part.kind === 'text' || part.kind === 'anyText')
        return `it has tests that relate several values (${part.kind})`;
    }
  }
  const open = domains.find(({ isComplete }) => !isComplete);
  if (open) return `a test of ${open.path.segments.map(String).join('.')} can be met by more values than were tried`;
  if (hasNestedPaths(domains)) return 'some of its fields lie inside others';
  return combinations > maxRecords
    ? `there are ${combinations} combinations of values, more than are tried`
    : undefined;
}

/** A field inside another makes combinations that cannot be built; what they would say is unknown. */
function hasNestedPaths(domains: readonly FieldDomain[]): boolean {
  const keys = domains.map(({ path }) => JSON.stringify(path.segments).slice(0, -1));
  return keys.some((key) => keys.some((other) => other !== key && other.startsWith(`${key},`)));
}

function* allRecords(domains: readonly FieldDomain[]): Generator<unknown> {
  const at = domains.map(() => 0);
  for (;;) {
    const record = recordAt(domains, at);
    if (record) yield record;
    let digit = 0;
    for (; digit < at.length; digit += 1) {
      at[digit] = ((at[digit] ?? 0) + 1) % (domains[digit]?.values.length ?? 1);
      if (at[digit] !== 0) break;
    }
    if (digit === at.length) return;
  }
}

/** Combinations drawn by a fixed xorshift sequence (Marsaglia, 2003): the same every time. */
function* someRecords(domains: readonly FieldDomain[]): Generator<unknown> {
  let state = 2_463_534_242;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let count = 0; count < maxRecords; count += 1) {
    const record = recordAt(
      domains,
      domains.map(({ values }) => next() % values.length),
    );
    if (record) yield record;
  }
}

function recordAt(domains: readonly FieldDomain[], at: readonly number[]): Record<string, unknown> | undefined {
  return buildRecord(
    domains.flatMap(({ path, values }, index) => {
      const given = values[at[index] ?? 0];
      return given ? [{ path, given }] : [];
    }),
  );
}
