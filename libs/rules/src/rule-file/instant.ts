import { parseEventTime } from '@trailhound/cloudtrail';

/**
 * Epoch milliseconds of an ISO 8601 date (its first moment in UTC) or date and time (UTC where it names no zone), or
 * undefined for anything else, days that no calendar has included.
 */
export function parseInstant(text: string): number | undefined {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = parseEventTime(isDate ? `${text}T00:00:00Z` : text);
  return time.ok ? time.epochMs : undefined;
}
