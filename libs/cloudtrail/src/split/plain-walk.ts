import { MemberTree } from '../lazy/member-tree.js';
import { newRecordMemory, type RecordMemory, type Tenant } from '../lazy/record-memory.js';
import { QUOTE } from './json-bytes.js';

/** Members that carriers of records ask for. */
export const facts = [
  'eventName',
  'eventSource',
  'eventVersion',
  'eventTime',
  'eventID',
  'recipientAccountId',
  'awsRegion',
  'eventType',
] as const;
export type Fact = (typeof facts)[number];

/** With one of these the object may be something else than a record; see `shapeOf`. */
const doubtful = [
  ...['digestStartTime', 'Event', 's3', 's3Bucket', 'messageType', 'Type', 'configRuleId', 'configSnapshotId'],
  ...['insightDetails'],
];

/**
 * Other members of records, by the CloudTrail user guide ("CloudTrail record contents for management, data, and network
 * activity events"). Those that are not here are told apart one by one.
 */
const common = [
  ...['userIdentity', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage', 'requestParameters'],
  ...['responseElements', 'additionalEventData', 'requestID', 'apiVersion', 'managementEvent', 'readOnly', 'resources'],
  ...['serviceEventDetails', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId', 'eventCategory', 'addendum'],
  ...['sessionCredentialFromConsole', 'eventContext', 'edgeDeviceDetails', 'tlsDetails'],
];

/** Longer texts are left to the parser. */
const maxTextBytes = 64;

/** What is taken into memory at a time, so that records that stand together are copied together. */
const windowBytes = 1 << 20;

/**
 * Passes over records where they stand in a chunk, one after the other, and tells where their members are. One for the
 * thread: what it tells is good until the next record.
 */
export class PlainWalk implements Tenant {
  readonly #memory: RecordMemory = newRecordMemory();
  readonly #tree = new MemberTree();
  readonly #facts: readonly number[];
  #chunk: Uint8Array | undefined;
  #from = 0;
  #to = 0;

  constructor() {
    const { top } = this.#tree;
    const idOf = (name: string) => this.#tree.memberOf(top, name, false).id;
    this.#facts = facts.map(idOf);
    for (const name of doubtful) this.#tree.refuse(top, name, false);
    common.forEach(idOf);
    top.names.refuseTwice();
  }

  /**
   * Whether the bytes from `start` to `end` are a JSON object no name of which stands twice or is written in an unusual way,
   * and that is no digest, notice or anything else that lies beside records.
   */
  pass(chunk: Uint8Array, start: number, end: number): boolean {
    return this.#take(chunk, start, end) && this.#memory.walkPart(start - this.#from, end - this.#from);
  }

  /** The same for a record that fills the line which starts at `start`: where it ends; -1 where there is none. */
  passLine(chunk: Uint8Array, start: number): number {
    if (!this.#take(chunk, start, start)) return -1;
    const end = this.#memory.walkLine(start - this.#from);
    return end < 0 ? -1 : end + this.#from;
  }

  /** Has the bytes from `start` to `end` in memory, and with them what stands behind. */
  #take(chunk: Uint8Array, start: number, end: number): boolean {
    if (this.#chunk === chunk && start >= this.#from && end <= this.#to) return true;
    const to = Math.max(end, Math.min(chunk.length, start + windowBytes));
    this.#chunk = undefined;
    if (!this.#memory.take(chunk.subarray(start, to), this)) return false;
    this.#chunk = chunk;
    this.#from = start;
    this.#to = to;
    return true;
  }

  /** What the places of members are places of. */
  get bytes(): Uint8Array {
    return this.#memory.bytes;
  }

  /** What is to be added to a place for it to be one of the chunk. */
  get shift(): number {
    return this.#from - this.#memory.start;
  }

  has(fact: number): boolean {
    return this.#memory.has(this.#facts[fact] as number);
  }

  startOf(fact: number): number {
    return this.#memory.startOf(this.#facts[fact] as number);
  }

  endOf(fact: number): number {
    return this.#memory.endOf(this.#facts[fact] as number);
  }

  /** Whether there is such a member and it is a text: not empty, not longer than `maxTextBytes`, all ASCII, without escapes. */
  hasText(fact: number): boolean {
    return this.#memory.isPlain ? this.#mayBeText(fact) : this.textHash(fact) !== 0;
  }

  /** A hash, never 0, of the text of a member; 0 where `hasText` has none. */
  textHash(fact: number): number {
    return this.#mayBeText(fact) ? this.#memory.plainTextHash(this.startOf(fact) + 1, this.endOf(fact) - 1) : 0;
  }

  /** Whether there is such a member and it is a text of a length that counts, however it is written. */
  #mayBeText(fact: number): boolean {
    const note = this.#memory.noteOf(this.#facts[fact] as number);
    if (note === 0) return false;
    const start = this.#memory.startAt(note);
    const length = this.#memory.endAt(note) - start - 2;
    return this.#memory.bytes[start] === QUOTE && length > 0 && length <= maxTextBytes;
  }

  get tables(): Uint8Array {
    return this.#tree.tables;
  }

  get members(): number {
    return this.#tree.members;
  }

  evict(): void {
    this.#chunk = undefined;
  }
}

let shared: PlainWalk | undefined;

/** Made when it is first asked for. */
export function plainWalk(): PlainWalk {
  shared ??= new PlainWalk();
  return shared;
}
