/** Why a port gave up, by stable code; documented in docs/reference/errors.md. */
export type PortErrorCode =
  /** The store did not answer or could not write: nothing is known to have happened, try the whole batch again. */
  | 'STORE_UNAVAILABLE'
  /** Another process uses this data folder. */
  | 'STORE_IN_USE'
  /** The data folder was written by a newer version, or is not ours. */
  | 'STORE_VERSION'
  /** Used after `close`. */
  | 'STORE_CLOSED'
  /** The log will never take this message, for example because it is too large. */
  | 'LOG_MESSAGE_REFUSED'
  /** A cursor this index did not issue. */
  | 'CURSOR_INVALID';

/** How every port rejects: a code to decide by, a sentence to show, the cause kept. */
export class PortError extends Error {
  override readonly name = 'PortError';

  constructor(
    readonly code: PortErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
