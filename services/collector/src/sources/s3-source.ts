import type { SkipReason } from '@trailhound/contracts';
import { type ObjectEntry, type ObjectStore, ObjectStoreError } from '@trailhound/ports';
import { type InputItem, type ReadOptions, readInput } from '../read/read-input.js';
import { skippedByKey } from './object-key.js';
import type { Input, Source, UnreadableInput } from './source.js';

export interface S3SourceOptions extends ReadOptions {
  readonly store: Pick<ObjectStore, 'list' | 'read'>;
  readonly bucket: string;
  readonly prefix: string;
  /** Objects read at once. Default 8. */
  readonly concurrency?: number;
  readonly backfill?: boolean;
  readonly notify?: boolean;
}

const defaultConcurrency = 8;

/**
 * The objects under a prefix as they are now, streamed. Digests are told by their keys and passed over with
 * the reason; everything else is recognised by its content. An object that was read to its end before, and has the same
 * ETag, is passed over. A listing that breaks ends with an input that says why.
 */
export function s3Source(options: S3SourceOptions): Source {
  const { store, bucket, prefix, concurrency = defaultConcurrency, backfill = false, notify = false } = options;

  async function* inputs(): AsyncGenerator<Input | UnreadableInput> {
    try {
      for await (const entry of store.list(bucket, prefix)) {
        // What the S3 console makes of a folder: an empty object whose key ends in a slash.
        if (entry.bytes === 0 && entry.key.endsWith('/')) continue;
        const skipped = skippedByKey(entry.key);
        yield skipped === undefined ? objectInput(store, entry, options) : skippedInput(entry, skipped);
      }
    } catch (error) {
      if (!(error instanceof ObjectStoreError)) throw error;
      yield { name: `s3://${bucket}/${prefix}`, unreadable: error.message };
    }
  }

  return { kind: 's3', concurrency, backfill, notify, inputs };
}

/** An object to be read, unless it was read to its end before and has the same ETag. */
export function objectInput(store: Pick<ObjectStore, 'read'>, entry: ObjectEntry, options: ReadOptions): Input {
  const name = nameOf(entry);
  return {
    name,
    deliveredMs: entry.lastModifiedMs,
    checkpoint: { scope: 'collector.s3', key: name, value: entry.etag },
    read: () => readInput(name, store.read(entry.bucket, entry.key), options),
  };
}

export function skippedInput(entry: ObjectEntry, reason: SkipReason): Input {
  const name = nameOf(entry);
  async function* read(): AsyncGenerator<readonly InputItem[]> {
    yield [{ kind: 'skipped', index: 0, offset: 0, reason, message: `passed over by its name: ${reason}` }];
  }
  return { name, read };
}

function nameOf({ bucket, key }: ObjectEntry): string {
  return `s3://${bucket}/${key}`;
}
