import { pushOf, rulesStateKeys } from '@trailhound/contracts';
import type { StateWrite } from './plan-push.js';
import type { RevisionBook } from './revision-book.js';

/** A push that takes longer than this must not be finished: its blobs may be taken for left over ones. */
export const longestPushMs = 3_600_000;
const leftOverMs = 24 * longestPushMs;

/**
 * Tombstones for what nobody needs any more: void revisions, revisions beyond those kept, and their blobs, in this order.
 * To be written by whoever pushed last, on the book that has its own revision in force.
 *
 * Nothing that a later push may name is deleted: a push names blobs of revisions that are kept as of the revision it is
 * made on, and those are kept here; blobs of pushes under way have keys of their own and are younger than a day.
 */
export function planCleanUp(book: RevisionBook, nowMs: number): readonly StateWrite[] {
  const { kept, newest } = book;
  if (newest === undefined || book.unreadable.length > 0) return [];
  const overtaken = book.void.filter(({ revision }) => revision <= newest.revision);
  const old = book.revisions.slice(kept.length).reverse();
  const ended = new Set([...overtaken, ...old].map(({ push }) => push));
  const needed = new Set(kept.flatMap((revision) => book.keysOf(revision)));
  const blobs = [...book.blobs].filter(([key, { timestampMs }]) => {
    return !needed.has(key) && (ended.has(pushOf(key)) || nowMs - timestampMs > leftOverMs);
  });
  return [...[...ended].map(rulesStateKeys.revision), ...blobs.map(([key]) => key)].map((key) => ({
    key,
    value: null,
    headers: {},
  }));
}
