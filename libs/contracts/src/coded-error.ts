/** Facts of an error as fields; never secrets, for they are logged. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/**
 * A failure that callers tell apart by its stable `code`, never by its message. Every code is documented in
 * docs/reference/errors.md. What a person wrote wrongly is a `Problem`, not an exception.
 */
export class CodedError extends Error {
  override readonly name = 'CodedError';

  constructor(
    readonly code: string,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * True for an error that carries this code, also one of another copy of {@link CodedError}, or a system error such as
 * `ENOENT`.
 */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && Object.hasOwn(error, 'code') && (error as { code?: unknown }).code === code;
}

/** What docs/reference/errors.md says of a code: what happened, and what the reader should do. */
export interface ErrorDoc {
  readonly meaning: string;
  readonly action: string;
}
