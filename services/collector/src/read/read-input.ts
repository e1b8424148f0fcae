import {
  type AdmittedRecord,
  admitRecord,
  excerptOf,
  PlainItem,
  RecordSplitter,
  type SplitItem,
  type SplitOptions,
} from '@trailhound/cloudtrail';
import { ObjectStoreError } from '@trailhound/ports';
import { defaultInflateLimits, type InflateLimits, inflate, inflateBase64 } from './inflate.js';
import { readAhead } from './read-ahead.js';

export interface ReadOptions extends Omit<SplitOptions, 'inflate'> {
  readonly inflateLimits?: InflateLimits;
}

/** What an input holds, in its order. Positions as in `SplitItem`. */
export type InputItem =
  | ({
      readonly kind: 'record';
      readonly index: number;
      readonly offset: number;
      /** As AWS wrote it. */
      readonly bytes: Uint8Array;
      readonly hasDuplicateMembers: boolean;
    } & AdmittedRecord)
  | PlainItem
  | Exclude<SplitItem, { kind: 'record' }>
  /** The last item: reading the input failed, the rest of it is unknown. */
  | {
      readonly kind: 'unreadable';
      readonly input: string;
      readonly message: string;
      /** What the object store said of it; absent where it was no object store. */
      readonly failure?: ObjectStoreError['kind'];
    };

export type RecordItem = Extract<InputItem, { kind: 'record' }>;
export type SkippedItem = Extract<InputItem, { kind: 'skipped' }>;
export type RejectedItem = Extract<InputItem, { kind: 'rejected' }>;
export type UnreadableItem = Extract<InputItem, { kind: 'unreadable' }>;

/**
 * Reads one input (a file, an object, standard input) to its end, in batches as they come: every CloudTrail record in it,
 * and everything else with the reason why it is none. Memory does not grow with the input. Never rejects: a stream
 * that fails ends with `unreadable`.
 */
export async function* readInput(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  { inflateLimits = defaultInflateLimits, ...limits }: ReadOptions = {},
): AsyncGenerator<readonly InputItem[]> {
  const splitter = new RecordSplitter({ ...limits, inflate: inflateBase64 });
  let bytesRead = 0;
  try {
    for await (const piece of readAhead(inflate(stream, inflateLimits))) {
      if (piece.kind === 'failed') {
        const { reason, message } = piece;
        yield [
          ...admitAll(splitter.finish()).filter(isNotTheBreak),
          { kind: 'rejected', offset: bytesRead, reason, message, excerpt: '' },
        ];
        return;
      }
      bytesRead += piece.bytes.length;
      const items = splitter.push(piece.bytes);
      if (items.length > 0) yield admitAll(items);
    }
    const items = splitter.finish();
    if (items.length > 0) yield admitAll(items);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const failure = error instanceof ObjectStoreError ? error.kind : undefined;
    yield [{ kind: 'unreadable', input: name, message, ...(failure !== undefined && { failure }) }];
  }
}

/** Where the compression broke, the JSON ends in the middle; one entry says so. */
function isNotTheBreak(item: InputItem): boolean {
  return item.kind !== 'rejected' || item.index !== undefined;
}

function admitAll(items: readonly SplitItem[]): InputItem[] {
  return items.map((item): InputItem => {
    if (item.kind !== 'record' || item instanceof PlainItem) return item;
    const { index, offset, bytes, hasDuplicateMembers } = item;
    const admission = admitRecord(item.record);
    if (admission.kind === 'refused') {
      const { reason, message } = admission;
      return { kind: 'rejected', index, offset, reason, message, excerpt: excerptOf(bytes) };
    }
    const { record, uid, uidSynthesised, eventTimeMs } = admission;
    return { kind: 'record', index, offset, bytes, hasDuplicateMembers, record, uid, uidSynthesised, eventTimeMs };
  });
}
