import type { Actor } from '@trailhound/contracts';
import { actorOf } from './identity.js';
import { type JsonObject, own, ownText } from './json-object.js';

/** The facts of a record that alerts, tables and headers show; null where the record has no text for them. */
export interface RecordFacts {
  readonly eventID: string | null;
  readonly eventName: string | null;
  readonly eventSource: string | null;
  /** As written; see `parseEventTime`. */
  readonly eventTime: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly sourceIPAddress: string | null;
  readonly userAgent: string | null;
  readonly errorCode: string | null;
  readonly actor: Actor;
}

export function recordFacts(record: JsonObject): RecordFacts {
  return {
    eventID: ownText(record, 'eventID') ?? null,
    eventName: ownText(record, 'eventName') ?? null,
    eventSource: ownText(record, 'eventSource') ?? null,
    eventTime: ownText(record, 'eventTime') ?? null,
    account: accountOf(record) ?? null,
    region: ownText(record, 'awsRegion') ?? null,
    sourceIPAddress: ownText(record, 'sourceIPAddress') ?? null,
    userAgent: ownText(record, 'userAgent') ?? null,
    errorCode: ownText(record, 'errorCode') ?? null,
    actor: actorOf(record),
  };
}

/** The account the record was written to, else the caller's: versions before 1.02 have no recipientAccountId. */
export function accountOf(record: JsonObject): string | undefined {
  return ownText(record, 'recipientAccountId') ?? ownText(own(record, 'userIdentity'), 'accountId');
}
