type Write = (facts: Readonly<Record<string, unknown>>, message: string) => void;

/**
 * Structured log: a constant message, and the facts as fields. pino's logger is one. An error goes in as `err`; secrets
 * never go in at all.
 */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}
