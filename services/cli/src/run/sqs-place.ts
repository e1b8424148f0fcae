import { s3ObjectStore, sqsMessageQueue } from '@trailhound/adapter-aws';
import type { BucketReader, SqsPlace, SqsSourceOptions, Trouble } from '@trailhound/collector';
import { parseDuration } from '@trailhound/contracts';
import type { ObjectStore } from '@trailhound/ports';
import { connectionOf } from '../inputs/aws-connection.js';
import type { RunContext } from './context.js';

/** The queue a source names, and the buckets its messages may name. */
export function sqsPlace(
  { queue, buckets, visibility, concurrency, ...access }: SqsPlace,
  { clock, logger }: Pick<RunContext, 'clock' | 'logger'>,
  trouble: Trouble,
  env: NodeJS.ProcessEnv,
): Omit<SqsSourceOptions, 'backfill' | 'notify'> {
  const visibilityMs = visibility === undefined ? undefined : parseDuration(visibility);
  return {
    ...{ clock, logger, trouble },
    queue: sqsMessageQueue(queue, connectionOf(access), env),
    bucketReader: bucketReader(buckets, access, env),
    ...(visibilityMs !== undefined && { visibilityMs }),
    ...(concurrency !== undefined && { concurrency }),
  };
}

function bucketReader(
  buckets: SqsPlace['buckets'],
  { role, externalId }: Omit<SqsPlace, 'queue' | 'buckets'>,
  env: NodeJS.ProcessEnv,
): BucketReader {
  const stores = new Map<string, ObjectStore>();
  const shared = { role, externalId };
  return (bucket) => {
    const named = buckets !== undefined && Object.hasOwn(buckets, bucket) ? buckets[bucket] : undefined;
    if (buckets !== undefined && named === undefined) return undefined;
    // Buckets that are reached alike share a client, its connections and its back-off.
    const access = named && Object.values(named).some((value) => value !== undefined) ? named : shared;
    const key = JSON.stringify(access);
    const store = stores.get(key) ?? s3ObjectStore(connectionOf(access), env);
    stores.set(key, store);
    return store;
  };
}
