import { insightMarks } from '../insight.js';
import { CLOSE_OBJECT, OPEN_OBJECT } from './json-bytes.js';
import { type Fact, facts, type PlainWalk, plainWalk } from './plain-walk.js';

/** A place of a text in its record is where it starts, times this, and how long it is. */
const placeUnit = 128;
const noPlace = -1;

/**
 * What carries a record needs of it, found without parsing it. Texts are as `JSON.parse` would give them, never empty; those
 * that seldom repeat are made when they are asked for.
 */
export class PlainRecord {
  readonly #eventTime: number;
  readonly #eventID: number;
  readonly #recipientAccountId: number;
  readonly #awsRegion: number;
  readonly #chunk: Uint8Array;
  readonly #start: number;
  #bytes: Uint8Array | undefined;

  constructor(
    readonly eventName: string,
    readonly eventSource: string,
    /** Epoch milliseconds. */
    readonly eventTimeMs: number,
    chunk: Uint8Array,
    start: number,
    /** Of the record. */
    readonly length: number,
    /** Of eventTime, eventID, recipientAccountId and awsRegion, in turn. */
    places: ArrayLike<number>,
  ) {
    this.#chunk = chunk;
    this.#start = start;
    this.#eventTime = places[0] as number;
    this.#eventID = places[1] as number;
    this.#recipientAccountId = places[2] as number;
    this.#awsRegion = places[3] as number;
  }

  /** The record as AWS wrote it, a view into its chunk. */
  get bytes(): Uint8Array {
    this.#bytes ??= this.#chunk.subarray(this.#start, this.#start + this.length);
    return this.#bytes;
  }

  /** As written. */
  get eventTime(): string {
    return this.#text(this.#eventTime) ?? '';
  }

  get eventID(): string | undefined {
    return this.#text(this.#eventID);
  }

  get recipientAccountId(): string | undefined {
    return this.#text(this.#recipientAccountId);
  }

  get awsRegion(): string | undefined {
    return this.#text(this.#awsRegion);
  }

  #text(place: number): string | undefined {
    if (place === noPlace) return undefined;
    const start = Math.trunc(place / placeUnit);
    return asciiText(this.#chunk, this.#start + start, this.#start + start + (place % placeUnit));
  }
}

const [eventName, eventSource, eventVersion, eventTime, eventType] = (
  ['eventName', 'eventSource', 'eventVersion', 'eventTime', 'eventType'] satisfies Fact[]
).map((name) => facts.indexOf(name)) as [number, number, number, number, number];
const placed = (['eventTime', 'eventID', 'recipientAccountId', 'awsRegion'] satisfies Fact[]).map((name) =>
  facts.indexOf(name),
);

const insight = new TextEncoder().encode(JSON.stringify(insightMarks.eventType));

/**
 * Reads records of the common kind without parsing them: plain JSON, certainly a record by its members, its time as
 * CloudTrail writes it. Everything else is for the parser.
 */
export class PlainRecordReader {
  readonly #walk = plainWalk();
  readonly #texts = new TextCache();
  readonly #places = new Int32Array(placed.length);

  /** The record that fills the line which starts at `start`, its line feed in the same bytes; undefined where the parser is to be asked. */
  readLine(bytes: Uint8Array, start: number): PlainRecord | undefined {
    const end = this.#walk.passLine(bytes, start);
    return end < 0 ? undefined : this.#found(bytes, start, end);
  }

  /** The record from `start` to `end`, nothing around it; undefined where the parser is to be asked. */
  read(bytes: Uint8Array, start: number, end: number): PlainRecord | undefined {
    if (bytes[start] !== OPEN_OBJECT || bytes[end - 1] !== CLOSE_OBJECT) return undefined;
    return this.#walk.pass(bytes, start, end) ? this.#found(bytes, start, end) : undefined;
  }

  #found(bytes: Uint8Array, start: number, end: number): PlainRecord | undefined {
    const walk = this.#walk;
    if (!walk.hasText(eventVersion) || (walk.has(eventType) && !this.#isOfEvent())) return undefined;
    const name = this.#texts.read(walk, eventName);
    const source = this.#texts.read(walk, eventSource);
    if (name === undefined || source === undefined) return undefined;
    const eventTimeMs = this.#timeMs();
    if (Number.isNaN(eventTimeMs)) return undefined;
    const shift = walk.shift - start;
    for (let at = 0; at < placed.length; at += 1) if (!this.#place(at, shift)) return undefined;
    return new PlainRecord(name, source, eventTimeMs, bytes, start, end - start, this.#places);
  }

  /** Its type is not `AwsCloudTrailInsight`, of which carriers need more, and reads as AWS's others do. */
  #isOfEvent(): boolean {
    const { bytes } = this.#walk;
    const start = this.#walk.startOf(eventType);
    const isLong = this.#walk.endOf(eventType) - start === insight.length;
    return this.#walk.hasText(eventType) && !(isLong && insight.every((byte, at) => bytes[start + at] === byte));
  }

  /** Notes where one of `placed` stands in the record; false where it takes the parser to tell. */
  #place(at: number, shift: number): boolean {
    const fact = placed[at] as number;
    const walk = this.#walk;
    this.#places[at] = noPlace;
    if (!walk.has(fact)) return true;
    if (!walk.hasText(fact)) return false;
    const start = walk.startOf(fact) + 1;
    this.#places[at] = (start + shift) * placeUnit + walk.endOf(fact) - 1 - start;
    return true;
  }

  /** `2026-01-31T23:59:59Z`; NaN where it is written otherwise or no such time is certain. */
  #timeMs(): number {
    const walk = this.#walk;
    if (!walk.has(eventTime)) return Number.NaN;
    const { bytes } = walk;
    const at = walk.startOf(eventTime) + 1;
    if (walk.endOf(eventTime) - 1 - at !== 20 || bytes[at + 4] !== 0x2d) return Number.NaN;
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

const cacheSlots = 4_096;

/** Texts of ASCII by their bytes. Names, sources and accounts repeat: making them texts again costs more than finding them. */
class TextCache {
  readonly #texts: (string | undefined)[] = new Array(cacheSlots).fill(undefined);

  /** The text of a member; undefined where `textHash` has none for it. */
  read(walk: PlainWalk, fact: number): string | undefined {
    const hash = walk.textHash(fact);
    if (hash === 0) return undefined;
    const slot = (hash >>> 1) & (cacheSlots - 1);
    const { bytes } = walk;
    const start = walk.startOf(fact) + 1;
    const end = walk.endOf(fact) - 1;
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

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] as number);
  return text;
}
