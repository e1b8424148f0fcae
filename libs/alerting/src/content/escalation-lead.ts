import { type Escalation, formatDuration } from '@trailhound/contracts';

/** Why a fallback is told, in a sentence of ours: names come out of the configuration. */
export function escalationLead({ missed, afterSeconds }: Escalation): string {
  const names = [...new Set(missed.map(({ destination }) => destination))].join(', ');
  return `Not taken by ${names} within ${formatDuration(afterSeconds * 1_000)}.`;
}

/** What stands before the title of such an alert. */
export const escalationPrefix = '[NOT DELIVERED] ';
