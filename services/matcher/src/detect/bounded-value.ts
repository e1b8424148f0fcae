import { cutText } from '@trailhound/contracts';

/** Most characters of one text inside a carried field. */
const maxTextLength = 4_096;
/** Most members or elements of one object or array inside a carried field. */
const maxMembers = 100;
const maxDepth = 8;

/**
 * A JSON value made small enough to travel in an alert: long texts cut, long lists shortened, deep trees ended, each cut
 * visible as `…`. What fits is unchanged. A record can hold 256 KB in any field; an alert must stay sendable.
 */
export function boundedValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cutText(value, maxTextLength);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '…';
  if (Array.isArray(value)) {
    const kept = value.slice(0, maxMembers).map((item) => boundedValue(item, depth + 1));
    return value.length > maxMembers ? [...kept, '…'] : kept;
  }
  const members = Object.entries(value);
  const kept = members
    .slice(0, maxMembers)
    .map(([name, member]) => [cutText(name, 256), boundedValue(member, depth + 1)]);
  return Object.fromEntries(members.length > maxMembers ? [...kept, ['…', '…']] : kept);
}
