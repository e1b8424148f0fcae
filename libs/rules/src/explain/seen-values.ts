import type { RecordView } from '@trailhound/cloudtrail';
import type { Condition, LeafPath } from '../condition/condition.js';
import { pathReader } from '../condition/field-value.js';
import { quoteText } from '../condition/quote-text.js';

/** Most values shown of one field. */
const maxSeenValues = 5;

/** What a record has where a single condition looks, for people; empty where a condition looks at no one field. */
export function seenBy(condition: Condition, record: RecordView): string {
  switch (condition.kind) {
    case 'true':
    case 'false':
    case 'and':
    case 'or':
    case 'not':
    case 'text':
    case 'anyText':
    case 'ext':
      return '';
    case 'cmpField':
      return `${seenAt(condition.left, record)} and ${seenAt(condition.right, record)}`;
    default:
      return seenAt(condition.path, record);
  }
}

/** The values at a path, quoted, escaped and cut; `missing` where there are none. */
export function seenAt(path: LeafPath, record: RecordView): string {
  const values = pathReader(path)(record);
  if (values.length === 0) return 'missing';
  const shown = values.slice(0, maxSeenValues).map((value) => quoteText(value));
  const more = values.length > maxSeenValues ? ` and ${values.length - maxSeenValues} more` : '';
  return `${shown.join(', ')}${more}`;
}
