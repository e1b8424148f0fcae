import type { Alert, GroupValue } from '@trailhound/contracts';
import type { GroupField } from './policy.js';

/** The values of an alert in the fields that alerts are gathered or compared by; null where it has none. */
export function groupValues(alert: Alert, by: readonly GroupField[]): Readonly<Record<string, GroupValue>> {
  return Object.fromEntries(
    by.flatMap((field): readonly (readonly [string, GroupValue])[] => {
      if (field === 'group') return Object.entries(alert.group);
      return [[field, field === 'actor' ? (alert.actor.arn ?? alert.actor.name) : (alert[field] ?? null)]];
    }),
  );
}
