import { type Clock, type ObjectEntry, ObjectStoreError } from '@trailhound/ports';
import type { Trouble } from '../../trouble/trouble.js';
import { skippedByKey } from '../object-key.js';
import { objectInput, type S3SourceOptions, skippedInput } from '../s3-source.js';
import type { Input, Source } from '../source.js';
import { listDays, trailDays } from './list-days.js';

export interface PollingOptions extends S3SourceOptions {
  readonly store: S3SourceOptions['store'] & Parameters<typeof trailDays>[0];
  readonly clock: Clock;
  readonly trouble: Trouble;
  /** How long after a look the next one begins. */
  readonly pollMs: number;
}

const defaultConcurrency = 8;
/** Files come late, and sort among those that were there: the days they may belong to are looked at again and again. */
const lookedBackMs = 3 * 86_400_000;

/**
 * A trail without notices: its bucket is listed again and again, the whole of it once, then the days of late. What was read
 * is told by key and ETag, never by a place in the order of keys, so a file that sorts before those already read is found.
 * What cannot be read or listed now is tried at the next look.
 */
export function pollingSource(options: PollingOptions): Source {
  const { store, bucket, prefix, clock, trouble, pollMs } = options;
  const { concurrency = defaultConcurrency, backfill = false, notify = false } = options;

  async function* inputs(signal: AbortSignal = new AbortController().signal): AsyncGenerator<Input> {
    const place = `s3://${bucket}/${prefix}`;
    /** Key → ETag of what was read, or is in hand, as of the last look. */
    let known = new Map<string, string>();
    /** Keys whose reading failed, whichever look it began in. */
    const again = new Set<string>();
    for (let isFirst = true; !signal.aborted; ) {
      const seen = new Map<string, string>();
      try {
        for await (const entries of isFirst ? whole() : ofLate()) {
          for (const entry of entries) {
            const isKnown = known.get(entry.key) === entry.etag && !again.delete(entry.key);
            seen.set(entry.key, entry.etag);
            if (!isKnown) yield tracked(entry, again);
          }
        }
        known = seen;
        isFirst = false;
        trouble.over('s3', place);
      } catch (error) {
        if (!(error instanceof ObjectStoreError)) throw error;
        for (const [key, etag] of seen) known.set(key, etag);
        trouble.met('s3', place, error.message);
      }
      await clock.sleep(pollMs, signal);
    }
  }

  /** Read once more at the next look unless it was read to its end, or will never be. */
  function tracked(entry: ObjectEntry, again: Set<string>): Input {
    const skipped = skippedByKey(entry.key);
    const input = skipped === undefined ? objectInput(store, entry, options) : skippedInput(entry, skipped);
    return {
      ...input,
      async settle(outcome) {
        if (outcome.kind === 'collected') return trouble.over('s3', input.name);
        again.add(entry.key);
        trouble.met('s3', input.name, outcome.message);
      },
    };
  }

  async function* whole(): AsyncGenerator<readonly ObjectEntry[]> {
    for await (const entry of store.list(bucket, prefix)) {
      if (entry.bytes > 0 || !entry.key.endsWith('/')) yield [entry];
    }
  }

  /** The days of late where the prefix is that of a trail; everything where it is something else. */
  async function* ofLate(): AsyncGenerator<readonly ObjectEntry[]> {
    const nowMs = clock.now();
    const root = /^(.*?)(?:AWSLogs\/.*)?$/.exec(prefix)?.[1] ?? prefix;
    const days = await trailDays(store, { bucket, prefix: root, fromMs: nowMs - lookedBackMs, toMs: nowMs });
    const wanted = days.filter((day) => day.startsWith(prefix));
    if (wanted.length === 0) yield* whole();
    else yield* listDays(store, bucket, wanted);
  }

  return { kind: 's3', concurrency, isLasting: true, backfill, notify, inputs };
}
