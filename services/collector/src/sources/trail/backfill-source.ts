import { parseTrailKey } from '@trailhound/cloudtrail';
import { type ObjectStore, ObjectStoreError } from '@trailhound/ports';
import type { ReadOptions } from '../../read/read-input.js';
import { objectInput } from '../s3-source.js';
import type { Input, Source, UnreadableInput } from '../source.js';
import { listDays, type TrailPart, trailDays } from './list-days.js';

export interface BackfillProgress {
  /** Folders of a day of an account and region, and how many of them were listed and handed on. */
  readonly days: number;
  readonly daysDone: number;
}

export interface BackfillOptions extends ReadOptions, TrailPart {
  readonly store: Pick<ObjectStore, 'folders' | 'list' | 'read'>;
  /** Objects read at once. Default 16. */
  readonly concurrency?: number;
  readonly notify?: boolean;
  readonly onProgress?: (progress: BackfillProgress) => void;
}

const defaultConcurrency = 16;

/**
 * A time range of a trail: the log files delivered in it, of the accounts and regions wanted, whatever their order. What
 * an earlier run read to its end is passed over, so a run that was ended in the middle goes on where it was.
 */
export function backfillSource(options: BackfillOptions): Source {
  const { store, bucket, prefix, fromMs, toMs, concurrency = defaultConcurrency, notify = false } = options;

  async function* inputs(): AsyncGenerator<Input | UnreadableInput> {
    try {
      const days = await trailDays(store, options);
      let daysDone = 0;
      options.onProgress?.({ days: days.length, daysDone });
      for await (const entries of listDays(store, bucket, days)) {
        for (const entry of entries) {
          const name = parseTrailKey(entry.key);
          if ((name?.kind === 'log' || name?.kind === 'insight') && name.timeMs >= fromMs && name.timeMs <= toMs) {
            yield objectInput(store, entry, options);
          }
        }
        daysDone += 1;
        options.onProgress?.({ days: days.length, daysDone });
      }
    } catch (error) {
      if (!(error instanceof ObjectStoreError)) throw error;
      yield { name: `s3://${bucket}/${prefix}`, unreadable: error.message };
    }
  }

  return { kind: 's3', concurrency, backfill: true, notify, inputs };
}
