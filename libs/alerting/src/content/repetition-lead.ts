import type { Repetition } from '@trailhound/contracts';

/** Why an alert comes again, in a sentence of ours. */
export function repetitionLead({ number, times }: Repetition): string {
  return `Told again (${number} of ${times}): nobody acknowledged or closed it.`;
}

/** What stands before the title of such an alert. */
export const repetitionPrefix = '[STILL OPEN] ';
