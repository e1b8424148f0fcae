/** The two ways by which a record comes: in an object of a bucket, or as a message of its own, as EventBridge sends it. */
export type ArrivalPath = 'objects' | 'events';

/** As `formatOrigin` begins: its members are in order, and reading all of it would cost more than this is worth. */
const form = /^\{"source":"(s3|sqs)","input":"(s3:\/\/)?/;

/**
 * By which way a record came, by its header `origin`; undefined for sources that are neither, and for a backfill, which
 * brings what it was asked for.
 */
export function arrivalPath(origin: string | undefined): ArrivalPath | undefined {
  const [, source, scheme] = form.exec(origin ?? '') ?? [];
  if (source === undefined || origin?.includes('"backfill":true') === true) return undefined;
  if (scheme !== undefined) return 'objects';
  return source === 'sqs' ? 'events' : undefined;
}
