import type { QuarantineReason } from '@trailhound/contracts';

/** The member whose array holds the items, or where else an item stood. */
export type ItemPlace = 'top' | 'array' | 'Records' | 'Events' | 'Messages' | 'logEvents';

/** A JSON value cut out of the input, or a stretch of input that holds none. Offsets count uncompressed bytes. */
export type JsonItem =
  | {
      readonly kind: 'value';
      readonly place: ItemPlace;
      readonly offset: number;
      readonly bytes: Uint8Array;
      /** Members of its outermost object as written, duplicates included; 0 for other values. */
      readonly memberCount: number;
    }
  | {
      readonly kind: 'unreadable';
      readonly reason: UnreadableReason;
      readonly message: string;
      /** Where it went wrong, or where the refused item starts. */
      readonly offset: number;
      /** One item was passed over and its neighbours are read; otherwise the input itself is at fault. */
      readonly isItem: boolean;
      readonly head: Uint8Array;
    };

export type UnreadableReason = Extract<
  QuarantineReason,
  'bad_json' | 'too_deep' | 'too_large' | 'not_cloudtrail' | 'empty_object'
>;

export interface ItemLimits {
  /** Larger items are refused and passed over without being kept. AWS's own bound on a record is 256 KiB. */
  readonly maxItemBytes: number;
  /** Nesting within an item. */
  readonly maxDepth: number;
}

/** Members of a top-level object whose arrays hold items. */
export const containers: ReadonlyMap<string, ItemPlace> = new Map<string, ItemPlace>([
  ['Records', 'Records'],
  ['Events', 'Events'],
  ['Messages', 'Messages'],
  ['logEvents', 'logEvents'],
]);
const longestContainerName = 9;
const containerInitials: ReadonlySet<number> = new Set([0x52, 0x45, 0x4d, 0x6c]);
const noContainer = '-';

/**
 * A key of a top-level object with more of its bytes behind it, as far as it may be a container's name. Nearly all keys
 * are told from one by their first byte, so no text is made of them.
 */
export function extendKey(key: string, bytes: Uint8Array, from: number, to: number): string {
  if (key === '' && from < to && !containerInitials.has(bytes[from] as number)) return noContainer;
  if (key === noContainer || key.length + to - from > longestContainerName) return noContainer;
  let extended = key;
  for (let at = from; at < to; at++) extended += String.fromCharCode(bytes[at] as number);
  return extended;
}

export function tooDeep({ maxDepth }: ItemLimits): string {
  return `nested deeper than ${maxDepth} levels`;
}

export function tooLarge({ maxItemBytes }: ItemLimits): string {
  return `larger than ${maxItemBytes} bytes`;
}

/** What is wrong where the structure breaks at a depth, or the input ends there. */
export function breakOfStructure(
  depth: number,
  isEnd: boolean,
): { readonly reason: UnreadableReason; readonly message: string } {
  if (depth === 0) return { reason: 'not_cloudtrail', message: 'no JSON object or array' };
  const message = isEnd ? 'the input ends in the middle of a value' : 'the structure of the JSON breaks here';
  return { reason: 'bad_json', message };
}
