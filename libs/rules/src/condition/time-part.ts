import { parseEventTime } from '@trailhound/cloudtrail';
import type { TimePart } from './condition.js';

const dayMs = 86_400_000;

/** The moment an ISO 8601 time names, in epoch milliseconds; undefined for a text that is no time. */
export function timeOf(text: string): number | undefined {
  const time = parseEventTime(text);
  return time.ok ? time.epochMs : undefined;
}

/** A part of an ISO 8601 time, in UTC; undefined for a text that is no time. */
export function timePartOf(text: string, part: TimePart): number | undefined {
  const time = parseEventTime(text);
  if (!time.ok) return undefined;
  const date = new Date(time.epochMs);
  switch (part) {
    case 'minute':
      return date.getUTCMinutes();
    case 'hour':
      return date.getUTCHours();
    case 'day':
      return date.getUTCDate();
    case 'week':
      return isoWeek(time.epochMs);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      return date.getUTCFullYear();
    default:
      return part satisfies never;
  }
}

/** The ISO 8601 week: weeks begin on Monday, and each belongs to the year its Thursday lies in. */
function isoWeek(epochMs: number): number {
  const day = Math.floor(epochMs / dayMs);
  // 1970-01-01 was a Thursday.
  const thursday = day - ((((day + 3) % 7) + 7) % 7) + 3;
  const year = new Date(thursday * dayMs).getUTCFullYear();
  const newYear = new Date(0);
  newYear.setUTCFullYear(year, 0, 1);
  return Math.floor((thursday - newYear.getTime() / dayMs) / 7) + 1;
}
