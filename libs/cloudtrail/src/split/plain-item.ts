import type { JsonObject } from '../json-object.js';
import { parseJson } from '../parse-record.js';
import { recordUid, type Uid, uidOfEvent } from '../uid.js';
import type { PlainRecord } from './plain-record.js';

const decoder = new TextDecoder('utf-8');

/** A record that was told without being parsed. It is admitted as it is; what is asked of it beyond that is found out then. */
export class PlainItem {
  readonly kind = 'record';
  readonly hasDuplicateMembers = false;
  #record: JsonObject | undefined;
  #uid: Uid | undefined;

  constructor(
    readonly index: number,
    readonly offset: number,
    readonly plain: PlainRecord,
  ) {}

  get bytes(): Uint8Array {
    return this.plain.bytes;
  }

  get record(): JsonObject {
    this.#record ??= parseJson(decoder.decode(this.bytes)) as JsonObject;
    return this.#record;
  }

  get uid(): string {
    return this.#identity().uid;
  }

  get uidSynthesised(): boolean {
    return this.#identity().synthesised;
  }

  get eventTimeMs(): number {
    return this.plain.eventTimeMs;
  }

  /** The same record where it stands in an input around its own. */
  standingAt(index: number, offset: number): PlainItem {
    return new PlainItem(index, offset, this.plain);
  }

  #identity(): Uid {
    if (this.#uid === undefined) {
      const { eventID, recipientAccountId } = this.plain;
      const uid = eventID && uidOfEvent(recipientAccountId, eventID);
      this.#uid = uid ? { uid, synthesised: false } : recordUid(this.record);
    }
    return this.#uid;
  }
}
