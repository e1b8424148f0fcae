import { BACKSLASH, QUOTE } from './json-bytes.js';
import { hashOf, PlainMembers, readPlainObject } from './plain-object.js';

/**
 * What carries a record needs of it, found without parsing it. Texts are as `JSON.parse` would give them, never empty; those
 * that seldom repeat are made when they are asked for.
 */
export class PlainRecord {
  /** Start and end of eventTime, eventID, recipientAccountId, awsRegion, in turn; from the start of the record. */
  readonly #places: Int32Array;

  constructor(
    readonly eventName: string,
    readonly eventSource: string,
    /** Epoch milliseconds. */
    readonly eventTimeMs: number,
    /** The record as AWS wrote it. */
    readonly bytes: Uint8Array,
    places: Int32Array,
  ) {
    this.#places = places;
  }

  /** As written. */
  get eventTime(): string {
    return this.#text(0) ?? '';
  }

  get eventID(): string | undefined {
    return this.#text(1);
  }

  get recipientAccountId(): string | undefined {
    return this.#text(2);
  }

  get awsRegion(): string | undefined {
    return this.#text(3);
  }

  #text(fact: number): string | undefined {
    const [start, end] = [this.#places[fact * 2] as number, this.#places[fact * 2 + 1] as number];
    return start < 0 ? undefined : asciiText(this.bytes, start, end);
  }
}

const maxTextBytes = 64;

const facts = [
  'eventName',
  'eventSource',
  'eventVersion',
  'eventTime',
  'eventID',
  'recipientAccountId',
  'awsRegion',
] as const;
type Fact = (typeof facts)[number];

/** With one of these the object may be something else than a record; see `shapeOf`. */
const doubtful = [
  ...['digestStartTime', 'Event', 's3', 's3Bucket', 'messageType', 'Type', 'configRuleId', 'configSnapshotId'],
  ...['insightDetails'],
];

const encoder = new TextEncoder();
const known = new Map<number, { readonly name: string; readonly bytes: Uint8Array; readonly fact: number }>();
for (const name of [...facts, 'eventType', ...doubtful]) {
  const bytes = encoder.encode(name);
  known.set(hashOf(bytes, 0, bytes.length), { name, bytes, fact: facts.indexOf(name as Fact) });
}

/**
 * Reads records of the common kind without parsing them: plain JSON, certainly a record by its members, its time as
 * CloudTrail writes it. Everything else is for the parser. Holds one table, which every read uses again.
 */
export class PlainRecordReader {
  /** Index after the record that was read last. */
  end = 0;
  readonly #members = new PlainMembers();
  readonly #texts = new TextCache();
  readonly #places = new Int32Array(facts.length);

  /** The record that starts at `start` and ends at or before `end`; undefined where the parser is to be asked. */
  read(bytes: Uint8Array, start: number, end: number): PlainRecord | undefined {
    const after = readPlainObject(bytes, start, end, this.#members);
    if (after < 0 || !this.#locate(bytes)) return undefined;
    const eventName = this.#text(bytes, 0);
    const eventSource = this.#text(bytes, 1);
    if (!eventName || !eventSource || !this.#text(bytes, 2)) return undefined;
    const eventTimeMs = this.#timeMs(bytes);
    if (Number.isNaN(eventTimeMs)) return undefined;
    const places = new Int32Array(8);
    for (let fact = 0; fact < 4; fact += 1) if (!this.#placeText(bytes, start, fact, places)) return undefined;
    this.end = after;
    return new PlainRecord(eventName, eventSource, eventTimeMs, bytes.subarray(start, after), places);
  }

  /** Finds the members that matter; false where one makes the object doubtful. */
  #locate(bytes: Uint8Array): boolean {
    const { count, places } = this.#members;
    this.#places.fill(-1);
    for (let place = 0; place < count * 5; place += 5) {
      const found = known.get(places[place] as number);
      if (found === undefined || !isAt(bytes, places[place + 1] as number, places[place + 2] as number, found.bytes))
        continue;
      if (found.fact >= 0) this.#places[found.fact] = place;
      else if (found.name !== 'eventType' || this.#isInsight(bytes, place)) return false;
    }
    return true;
  }

  /** `AwsCloudTrailInsight`, or any type that does not read as AWS's others do. */
  #isInsight(bytes: Uint8Array, place: number): boolean {
    const { places } = this.#members;
    const text = this.#texts.read(bytes, (places[place + 3] as number) + 1, (places[place + 4] as number) - 1);
    return text === undefined || text === 'AwsCloudTrailInsight';
  }

  /** A text of ASCII without escapes; undefined where it is another, or none. */
  #text(bytes: Uint8Array, fact: number): string | undefined {
    const place = this.#places[fact] as number;
    const { places } = this.#members;
    const start = places[place + 3] as number;
    if (place < 0 || bytes[start] !== QUOTE) return undefined;
    return this.#texts.read(bytes, start + 1, (places[place + 4] as number) - 1);
  }

  /** Notes where one of the last four facts stands in the record; false where it takes the parser to tell. */
  #placeText(bytes: Uint8Array, recordStart: number, fact: number, into: Int32Array): boolean {
    const place = this.#places[fact + 3] as number;
    into[fact * 2] = -1;
    if (place < 0) return true;
    const { places } = this.#members;
    const start = (places[place + 3] as number) + 1;
    const end = (places[place + 4] as number) - 1;
    if (bytes[start - 1] !== QUOTE || end - start < 1 || end - start > maxTextBytes) return false;
    for (let at = start; at < end; at += 1) if (isUnusual(bytes[at] as number)) return false;
    into[fact * 2] = start - recordStart;
    into[fact * 2 + 1] = end - recordStart;
    return true;
  }

  /** `2026-01-31T23:59:59Z`; NaN where it is written otherwise or no such time is certain. */
  #timeMs(bytes: Uint8Array): number {
    const { places } = this.#members;
    const place = this.#places[3] as number;
    const at = (places[place + 3] as number) + 1;
    if ((places[place + 4] as number) - 1 - at !== 20 || !isAt(bytes, at + 4, at + 5, dash)) return Number.NaN;
    if (bytes[at + 7] !== 0x2d || bytes[at + 10] !== 0x54 || bytes[at + 19] !== 0x5a) return Number.NaN;
    if (bytes[at + 13] !== 0x3a || bytes[at + 16] !== 0x3a) return Number.NaN;
    const year = digits(bytes, at, 4);
    const month = digits(bytes, at + 5, 2);
    const day = digits(bytes, at + 8, 2);
    const hour = digits(bytes, at + 11, 2);
    const minute = digits(bytes, at + 14, 2);
    const second = digits(bytes, at + 17, 2);
    // Days 29 to 31 do not exist in every month: those that may not are left to the one who knows the calendar.
    const isCertain =
      year >= 1970 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || (month !== 2 && day <= 30));
    if (!isCertain || !(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }
}

const dash = Uint8Array.of(0x2d);

/** NaN where one of the bytes is no digit. */
function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at += 1) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function isAt(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  if (end - start !== wanted.length) return false;
  for (let at = 0; at < wanted.length; at += 1) if (bytes[start + at] !== wanted[at]) return false;
  return true;
}

const cacheSlots = 4_096;

/** Texts of ASCII by their bytes. Names, sources and accounts repeat: making them texts again costs more than finding them. */
class TextCache {
  readonly #texts: (string | undefined)[] = new Array(cacheSlots).fill(undefined);

  /** The text; undefined where it is not of ASCII without escapes, or longer than headers and names are. */
  read(bytes: Uint8Array, start: number, end: number): string | undefined {
    if (end - start > maxTextBytes) return undefined;
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (isUnusual(byte)) return undefined;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    const slot = hash & (cacheSlots - 1);
    const kept = this.#texts[slot];
    if (kept !== undefined && isText(kept, bytes, start, end)) return kept;
    const text = asciiText(bytes, start, end);
    this.#texts[slot] = text;
    return text;
  }
}

function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}

/** No ASCII, or the begin of an escape. */
function isUnusual(byte: number): boolean {
  return byte > 0x7e || byte === BACKSLASH;
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] as number);
  return text;
}
