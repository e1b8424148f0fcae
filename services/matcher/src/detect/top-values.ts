import type { RecordView } from '@trailhound/cloudtrail';
import { cutText, type TopValue } from '@trailhound/contracts';
import { type FieldRef, fieldValues, leafText } from '@trailhound/rules';

/** Most values of one field an alert shows. */
export const maxTopValues = 10;
/** Most records that are looked at. */
const maxRecords = 1_000;
const maxFields = 25;
const maxValueLength = 256;

/**
 * The most frequent values of each field over an alert's records, with the number of records that have them; equally
 * frequent ones in the order of their text. A list counts for each of its values.
 */
export function topValues(fields: readonly FieldRef[], records: readonly RecordView[]): Record<string, TopValue[]> {
  const summary = fields.slice(0, maxFields).map((field): [string, TopValue[]] => {
    const counts = new Map<string, number>();
    for (const record of records.slice(0, maxRecords)) {
      const texts = fieldValues(field, record).flat().map(leafText);
      for (const text of new Set(texts)) {
        if (text !== undefined && text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    }
    const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const shown = sorted.slice(0, maxTopValues);
    return [field.name, shown.map(([value, count]) => ({ value: cutText(value, maxValueLength), count }))];
  });
  return Object.fromEntries(summary);
}
