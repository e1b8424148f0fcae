/** What the exit codes of the benchmarks mean. */
export const exitCodes = {
  ok: 0,
  /** Engines disagree, or a measurement could not be made. */
  failed: 1,
  /** The call or a file it names is wrong. */
  usage: 2,
} as const;

/** Ends a benchmark with one message on stderr and this exit code. */
export class BenchFailure extends Error {
  override readonly name = 'BenchFailure';
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}
