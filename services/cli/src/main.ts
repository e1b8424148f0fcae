import process from 'node:process';
import { inspect } from 'node:util';
import { hasCode, printable } from '@trailhound/contracts';
import { CommanderError } from 'commander';
import { CommandFailure, exitCodes } from './exit-codes.js';
import { type Io, processIo } from './io.js';
import { program } from './program.js';

/**
 * Runs the `trailhound` command and ends the process with its exit code. Expected failures are one sentence on stderr; a stack
 * is printed only for a bug.
 */
export async function main(args: readonly string[]): Promise<void> {
  // A reader that went away (`trailhound scan … | head`) ends the work, and is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.environment),
  );
  process.stderr.on('error', () => undefined); // nobody listens any more; the data still goes out
  const exitCode = await run(args, processIo(process));
  // Whatever a failed start left open must not keep the process; what was written is written first.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))));
  process.exit(exitCode);
}

/** The exit code of one call. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  try {
    const command = await program(io, setExitCode, args);
    await command.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (error instanceof CommandFailure) {
      for (const line of error.message.split('\n')) io.say(`${io.errStyle.red('error:')} ${printable(line)}`);
      return error.exitCode;
    }
    if (error instanceof Error && hasCode(error.cause, 'LOG_CONSUMER_STALLED') && error.cause instanceof Error) {
      io.say(`${io.errStyle.red('error:')} ${printable(`${error.message}: ${error.cause.message}; start it again`)}`);
      return exitCodes.environment;
    }
    // With what caused it: the outermost error often says only which part failed.
    for (const line of ['this should not have happened:', ...inspect(error).split('\n')])
      io.say(`${io.errStyle.red('error:')} ${printable(line)}`);
    return exitCodes.environment;
  }
}
