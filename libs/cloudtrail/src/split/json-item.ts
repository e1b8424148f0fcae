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
export const longestContainerName = 9;

export function tooDeep({ maxDepth }: ItemLimits): string {
  return `nested deeper than ${maxDepth} levels`;
}

export function tooLarge({ maxItemBytes }: ItemLimits): string {
  return `larger than ${maxItemBytes} bytes`;
}
