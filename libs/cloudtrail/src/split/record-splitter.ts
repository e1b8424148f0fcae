import type { QuarantineReason, SkipReason } from '@trailhound/contracts';
import { isJsonObject, type JsonObject } from '../json-object.js';
import { kindOf, parseFailure, parseJson } from '../parse-record.js';
import { excerptOf } from '../redact.js';
import { encodingHeadBytes, foreignEncoding } from './encoding.js';
import { NEWLINE, OPEN_OBJECT } from './json-bytes.js';
import type { JsonItem } from './json-item.js';
import { JsonItemScanner } from './json-item-scanner.js';
import { memberBytes } from './member-bytes.js';
import { PlainItem } from './plain-item.js';
import { type PlainRecord, PlainRecordReader } from './plain-record.js';
import { type Shape, shapeOf } from './shape.js';

export interface SplitOptions {
  /** Larger records are refused. AWS's own bound is 256 KiB; the default of 1 MiB leaves room for wrappers. */
  readonly maxRecordBytes?: number;
  /** Nesting within a record. Default 64; real records nest 11 deep. */
  readonly maxDepth?: number;
  /** Inflates the base64 of a CloudWatch Logs `awslogs.data`; undefined when it cannot. Without it they are refused. */
  readonly inflate?: (base64: string) => Uint8Array | undefined;
}

interface Standing {
  /** Position among the items of the input, from 0; absent when the input as a whole is meant. */
  readonly index?: number;
  /** Byte offset in the uncompressed input; for what stood inside a text, that of the wrapper. */
  readonly offset: number;
}

/** One thing found in an input. Everything in it ends as one of these: nothing is dropped silently. */
export type SplitItem =
  | PlainItem
  | (Standing & {
      readonly kind: 'record';
      readonly index: number;
      /** As AWS wrote it, a view into the chunk; the UTF-8 of the text where it came inside a JSON string. */
      readonly bytes: Uint8Array;
      readonly record: JsonObject;
      readonly plain?: undefined;
      /** A member stands twice in it; the last one counts. */
      readonly hasDuplicateMembers: boolean;
    })
  | (Standing & {
      readonly kind: 'skipped';
      readonly index: number;
      readonly reason: SkipReason;
      readonly message: string;
    })
  | (Standing & {
      readonly kind: 'rejected';
      readonly reason: QuarantineReason;
      readonly message: string;
      /** The first 4 KiB, secrets redacted. */
      readonly excerpt: string;
    });

/** SQS around SNS around a bus event around a record, and one to spare. */
const maxWrappers = 5;

const decoder = new TextDecoder('utf-8');
const encoder = new TextEncoder();

/**
 * Finds the CloudTrail records in a stream of bytes, whatever they are wrapped in: `{"Records":[…]}`, arrays, JSON lines,
 * pretty-printed or joined objects, EventBridge, SNS, SQS, CloudWatch Logs, LookupEvents. Feed it chunks of any size;
 * what it answers does not depend on them, and it holds no more than one record.
 */
export class RecordSplitter {
  readonly #options: SplitOptions;
  readonly #wrappers: number;
  readonly #scanner: JsonItemScanner;
  #head: Uint8Array | undefined = new Uint8Array(0);
  #encoding: string | undefined;
  #items = 0;
  readonly #plain = new PlainRecordReader();
  readonly #maxRecordBytes: number;

  constructor(options: SplitOptions = {}, wrappers = 0) {
    this.#options = options;
    this.#wrappers = wrappers;
    this.#maxRecordBytes = options.maxRecordBytes ?? 1 << 20;
    this.#scanner = new JsonItemScanner({
      maxItemBytes: this.#maxRecordBytes,
      maxDepth: options.maxDepth ?? 64,
    });
  }

  /** What ends in this chunk, in the order of the input. It must not be changed afterwards: records are views into it. */
  push(chunk: Uint8Array): SplitItem[] {
    let bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#head !== undefined) {
      bytes = new Uint8Array(this.#head.length + chunk.length);
      bytes.set(this.#head);
      bytes.set(chunk, this.#head.length);
      this.#head = bytes.length < encodingHeadBytes ? bytes : undefined;
      if (this.#head !== undefined) return [];
      this.#encoding = foreignEncoding(bytes);
      if (this.#encoding !== undefined) return [this.#refuseEncoding(this.#encoding, bytes)];
    }
    if (this.#encoding !== undefined) return [];
    const found: SplitItem[] = [];
    const rest = this.#pushLines(bytes, found);
    if (rest.length > 0) this.#classifyAll(this.#scanner.push(rest), found);
    return found;
  }

  /**
   * Takes lines off the front that hold one plain record each, as JSON lines do, and answers the rest. A line that is
   * otherwise is the scanner's, the end of one that the chunk before began among them; as soon as it is between two objects
   * again the lines behind are looked at anew.
   */
  #pushLines(bytes: Uint8Array, found: SplitItem[]): Uint8Array {
    let start = 0;
    for (let isStart = true; start < bytes.length; isStart = false) {
      const isBetween = this.#scanner.isBetween && bytes[start] === OPEN_OBJECT;
      const plain = isBetween ? this.#plain.readLine(bytes, start) : undefined;
      const newline = plain ? start + plain.length : isBetween || isStart ? bytes.indexOf(NEWLINE, start) : -1;
      if (newline < 0) break;
      if (plain !== undefined && plain.length <= this.#maxRecordBytes) {
        const [index, offset] = [this.#items++, this.#scanner.offset];
        found.push(new PlainItem(index, offset, plain));
        this.#scanner.passLines(newline + 1 - start);
      } else this.#classifyAll(this.#scanner.push(bytes.subarray(start, newline + 1)), found);
      start = newline + 1;
    }
    return bytes.subarray(start);
  }

  #readPlain(bytes: Uint8Array, start: number, end: number): PlainRecord | undefined {
    return end - start > this.#maxRecordBytes ? undefined : this.#plain.read(bytes, start, end);
  }

  /** What the end of the input leaves. */
  finish(): SplitItem[] {
    const head = this.#head;
    this.#head = undefined;
    if (head !== undefined) {
      this.#encoding = foreignEncoding(head);
      if (this.#encoding !== undefined) return [this.#refuseEncoding(this.#encoding, head)];
    }
    if (this.#encoding !== undefined) return [];
    const rest = head === undefined ? [] : this.#scanner.push(head);
    return this.#classifyAll([...rest, ...this.#scanner.finish()], []);
  }

  #refuseEncoding(encoding: string, head: Uint8Array): SplitItem {
    return {
      kind: 'rejected',
      offset: 0,
      reason: 'bad_encoding',
      message: `${encoding}; JSON is UTF-8`,
      excerpt: excerptOf(head.subarray(0, encodingHeadBytes)),
    };
  }

  #classifyAll(items: readonly JsonItem[], found: SplitItem[]): SplitItem[] {
    for (const item of items) {
      if (item.kind === 'value') this.#classify(item, found);
      else {
        const { reason, message, offset, isItem, head } = item;
        const index = isItem ? { index: this.#items++ } : {};
        found.push({ kind: 'rejected', ...index, offset, reason, message, excerpt: excerptOf(head) });
      }
    }
    return found;
  }

  #classify(item: Extract<JsonItem, { kind: 'value' }>, found: SplitItem[]): void {
    const { bytes, offset } = item;
    const plain = this.#readPlain(bytes, 0, bytes.length);
    if (plain !== undefined) {
      found.push(new PlainItem(this.#items++, offset, plain));
      return;
    }
    const reject = (reason: QuarantineReason, message: string): void => {
      found.push({ kind: 'rejected', index: this.#items++, offset, reason, message, excerpt: excerptOf(bytes) });
    };
    let value: unknown;
    try {
      value = parseJson(decoder.decode(bytes));
    } catch (error) {
      reject('bad_json', parseFailure(error));
      return;
    }
    if (!isJsonObject(value)) {
      reject('not_a_record', `a record is an object, this is ${kindOf(value)}`);
      return;
    }
    const shape = shapeOf(value, item.place);
    switch (shape.kind) {
      case 'record': {
        const hasDuplicateMembers = item.memberCount !== Object.keys(value).length;
        found.push({ kind: 'record', index: this.#items++, offset, bytes, record: value, hasDuplicateMembers });
        return;
      }
      case 'skip':
        found.push({ kind: 'skipped', index: this.#items++, offset, reason: shape.reason, message: shape.message });
        return;
      case 'unknown':
        reject('not_cloudtrail', describeUnknown(value));
        return;
      case 'member':
      case 'text':
      case 'compressed':
        if (this.#wrappers >= maxWrappers) reject('bad_message', `wrapped more than ${maxWrappers} times`);
        else this.#unwrap(shape, item, found, reject);
        return;
      default:
        shape satisfies never;
    }
  }

  #unwrap(
    shape: Extract<Shape, { kind: 'member' | 'text' | 'compressed' }>,
    { bytes, offset }: Extract<JsonItem, { kind: 'value' }>,
    found: SplitItem[],
    reject: (reason: QuarantineReason, message: string) => void,
  ): void {
    const inner = this.#innerBytes(shape, bytes);
    if (inner === undefined) {
      reject('bad_message', 'the compressed data of a CloudWatch Logs message cannot be read');
      return;
    }
    // Only what stands in a member has an offset of its own in the input.
    const innerOffset = shape.kind === 'member' ? inner.offset : undefined;
    const splitter = new RecordSplitter(this.#options, this.#wrappers + 1);
    for (const item of [...splitter.push(inner.bytes), ...splitter.finish()]) {
      const standing = {
        index: this.#items++,
        offset: offset + (innerOffset === undefined ? 0 : innerOffset + item.offset),
      };
      if (item instanceof PlainItem) found.push(item.standingAt(standing.index, standing.offset));
      else if (item.kind !== 'rejected' || !isUnreadable(item.reason)) found.push({ ...item, ...standing });
      else found.push({ ...item, ...standing, reason: 'bad_message', message: `in a message: ${item.message}` });
    }
  }

  #innerBytes(
    shape: Extract<Shape, { kind: 'member' | 'text' | 'compressed' }>,
    bytes: Uint8Array,
  ): { bytes: Uint8Array; offset: number } | undefined {
    switch (shape.kind) {
      case 'member':
        return memberBytes(bytes, shape.name);
      case 'text':
        return { bytes: encoder.encode(shape.text), offset: 0 };
      case 'compressed': {
        const inflated = this.#options.inflate?.(shape.base64);
        return inflated && { bytes: inflated, offset: 0 };
      }
      default:
        return shape satisfies never;
    }
  }
}

function isUnreadable(reason: QuarantineReason): boolean {
  return reason === 'bad_json' || reason === 'not_cloudtrail' || reason === 'empty_object' || reason === 'bad_encoding';
}

function describeUnknown(object: JsonObject): string {
  const names = Object.keys(object)
    .slice(0, 5)
    .map((name) => JSON.stringify(name.slice(0, 40)));
  return names.length === 0
    ? 'an empty object is no CloudTrail record'
    : `no CloudTrail record, nor a wrapper known to hold any; its members: ${names.join(', ')}`;
}
