/** An object as a listing shows it. */
export interface ObjectEntry {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  /** Changes whenever the content does; in quotes or not, as the store gives it. */
  readonly etag: string;
  readonly lastModifiedMs: number;
}

/**
 * Why an object store did not do as asked. `environment` may heal by itself (throttling, a network, a permission about
 * to be granted): wait and try again, never quarantine. `gone` and `archived` concern this one object.
 */
export class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError';
  constructor(
    readonly kind: 'access_denied' | 'no_such_bucket' | 'gone' | 'archived' | 'environment',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Objects in buckets, read only. Throttling and passing faults are retried inside; what remains is an ObjectStoreError. */
export interface ObjectStore {
  /** Every object under the prefix, in key order, fetched page by page as it is consumed; starts after `startAfter`. */
  list(bucket: string, prefix: string, startAfter?: string): AsyncIterable<ObjectEntry>;
  /** The object's bytes as they come. A break in the middle rejects the iteration. */
  read(bucket: string, key: string, versionId?: string): AsyncIterable<Uint8Array>;
  /** The names a person sees as folders directly under the prefix, each ending in `/`, in order; none where there are none. */
  folders(bucket: string, prefix: string): AsyncIterable<string>;
  /** What was put beside the object's bytes (`x-amz-meta-…`), by lower-case name. */
  metadata(bucket: string, key: string): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}
