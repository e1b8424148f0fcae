import { type NoticedObject, skippedNotice } from '@trailhound/cloudtrail';
import type { SkipReason } from '@trailhound/contracts';
import type { Clock, ObjectStore, QueueMessage } from '@trailhound/ports';
import { type InputItem, type ReadOptions, readInput, type UnreadableItem } from '../../read/read-input.js';
import type { Input } from '../source.js';

export type BucketReader = (bucket: string) => Pick<ObjectStore, 'read'> | undefined;

/** A notice may come before its object can be read; one that is not there after this was deleted. */
const goneAfterMs = 3600_000;

/**
 * The object a notice names. Of a bucket that is not to be read, or named as no log file of a trail: passed over, for the
 * reason. Archived, or gone for an hour: set aside. Everything else that keeps it from being read may heal.
 */
export function noticedInput(
  object: NoticedObject,
  { sentMs }: QueueMessage,
  options: ReadOptions & { readonly bucketReader: BucketReader; readonly clock: Clock },
): Omit<Input, 'settle'> {
  const { bucket, key, versionId, createdMs } = object;
  const name = `s3://${bucket}/${key}`;
  const store = options.bucketReader(bucket);
  if (store === undefined) return { name, read: () => passedOver('foreign_bucket') };
  const skipped = skippedNotice(key);
  if (skipped !== undefined) return { name, read: () => passedOver(skipped) };

  async function* read(from: Pick<ObjectStore, 'read'>): AsyncGenerator<readonly InputItem[]> {
    for await (const items of readInput(name, from.read(bucket, key, versionId), options)) {
      yield items.map((item) => (item.kind === 'unreadable' ? judged(item, options.clock.now() - sentMs) : item));
    }
  }
  return { name, deliveredMs: createdMs ?? sentMs, read: () => read(store) };
}

/** What will never be read belongs in quarantine; what may heal stays unreadable, and its message in the queue. */
function judged(item: UnreadableItem, ageMs: number): InputItem {
  const { failure, message } = item;
  if (failure === 'archived') return { kind: 'rejected', offset: 0, reason: 'object_archived', message, excerpt: '' };
  if (failure !== 'gone' || ageMs < goneAfterMs) return item;
  return { kind: 'rejected', offset: 0, reason: 'object_gone', message, excerpt: '' };
}

async function* passedOver(reason: SkipReason): AsyncGenerator<readonly InputItem[]> {
  yield [{ kind: 'skipped', index: 0, offset: 0, reason, message: `passed over by its name: ${reason}` }];
}
