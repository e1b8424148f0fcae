/** What the command's exit codes mean, the same in every subcommand. */
export const exitCodes = {
  ok: 0,
  /** Something was found that a person should look at: a failed test, a lint of level error. */
  findings: 1,
  /** The call, the configuration or a rule is wrong. */
  usage: 2,
  /** An input cannot be opened, or the environment does not answer. */
  environment: 3,
  /** `up --once` ended with alerts that could not be delivered. */
  undelivered: 4,
} as const;

/** Ends the command with a message on stderr and this exit code; thrown by commands, caught once in `main`. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}
