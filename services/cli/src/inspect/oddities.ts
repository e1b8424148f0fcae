import type { RecordItem } from '@trailhound/collector/inputs';
import { BoundedCounts, type ValueCount } from './bounded-counts.js';

/** What makes a record odd. It is a record all the same, and rules see it. */
export type Oddity =
  | 'no_event_id'
  | 'no_event_name'
  | 'no_event_source'
  | 'no_account'
  | 'no_region'
  | 'duplicate_member'
  | 'future_event_time'
  | 'unknown_event_version'
  | 'repeated'
  | 'repeated_and_different';

const meanings: Readonly<Record<Oddity, string>> = {
  no_event_id: 'its eventID is missing or no UUID: its content is its identity',
  no_event_name: 'it has no eventName',
  no_event_source: 'it has no eventSource',
  no_account: 'neither recipientAccountId nor userIdentity.accountId',
  no_region: 'it has no awsRegion',
  duplicate_member: 'a member stands in it twice; the last one counts',
  future_event_time: 'its eventTime lies more than a day ahead',
  unknown_event_version: 'its eventVersion is none of 1.x',
  repeated: 'a copy of a record before it',
  repeated_and_different: 'it has the eventID of a record before it, and another body',
};

/** Where something odd stands, and what it is. */
export interface OddPlace {
  readonly reason: string;
  readonly message: string;
  readonly input: string;
  /** Position among the records of its input, from 0; absent where the input as a whole is meant. */
  readonly index?: number;
  /** Byte in the uncompressed input. */
  readonly offset?: number;
  readonly eventName?: string;
}

const maxPlacesOfReason = 20;
const maxReasons = 100;

/** Everything odd, counted by reason, with the first places of each. */
export class Oddities {
  readonly #counts = new BoundedCounts(maxReasons);
  readonly #places = new Map<string, OddPlace[]>();

  note(place: OddPlace): void {
    this.#counts.add(place.reason);
    const known = this.#places.get(place.reason) ?? [];
    this.#places.set(place.reason, known);
    if (known.length < maxPlacesOfReason) known.push(place);
  }

  noteRecord(input: string, item: RecordItem, oddity: Oddity, eventName: string | undefined): void {
    const { index, offset } = item;
    const named = eventName !== undefined && { eventName };
    this.note({ reason: oddity, message: meanings[oddity], input, index, offset, ...named });
  }

  get counts(): readonly ValueCount[] {
    return this.#counts.sorted();
  }

  placesOf(reason: string): readonly OddPlace[] {
    return this.#places.get(reason) ?? [];
  }
}
