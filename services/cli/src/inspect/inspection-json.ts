import { type CountedField, countedFields, type Inspection } from './inspection.js';

/** Places of each oddity in the JSON are those an inspection remembers; `count` is of all. */
export function inspectionJson(found: Inspection): object {
  const isoOf = (epochMs: number) => (Number.isFinite(epochMs) ? new Date(epochMs).toISOString() : null);
  const countsOf = (field: CountedField) => ({
    values: found.counts[field].sorted(),
    beyond: found.counts[field].beyond,
  });
  return {
    inputs: found.inputs,
    records: found.records,
    bytes: found.bytes,
    from: isoOf(found.firstMs),
    to: isoOf(found.lastMs),
    ...Object.fromEntries(countedFields.map((field) => [field, countsOf(field)])),
    whereabouts: found.whereabouts.map(({ firstMs, lastMs, ...rest }) => ({
      ...rest,
      from: isoOf(firstMs),
      to: isoOf(lastMs),
    })),
    skipped: found.skipped.sorted(),
    odd: found.oddities.counts.map(({ value: reason, count }) => ({
      reason,
      count,
      places: found.oddities.placesOf(reason).map(({ reason: _, ...place }) => place),
    })),
    allCopiesNoticed: !found.copiesUnnoticed,
  };
}
