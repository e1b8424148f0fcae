import { recordHeaderNames } from '@trailhound/contracts';
import { RecurringTexts } from './recurring-texts.js';

const { eventName, eventSource } = recordHeaderNames;
const recurring = new RecurringTexts();

/** The text of a message's header; names of events and sources, which are asked of every record, are decoded once. */
export function headerText(name: string, bytes: Buffer): string {
  return name === eventName || name === eventSource ? recurring.text(bytes) : bytes.toString();
}
