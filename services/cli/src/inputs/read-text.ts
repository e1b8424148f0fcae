import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';

/** The text of a file, `-` for standard input. One that cannot be read ends the command with its name and why. */
export async function readText(io: Pick<Io, 'in'>, input: string): Promise<string> {
  try {
    return input === '-' ? await textOf(io.in) : await readFile(input, 'utf8');
  } catch (error) {
    throw cannotRead(input, error);
  }
}

/** The end of a command that needs what stands at a path. */
export function cannotRead(input: string, error: unknown): CommandFailure {
  const name = input === '-' ? 'standard input' : input;
  const why = error instanceof Error ? error.message : String(error);
  return new CommandFailure(`${name} cannot be read: ${why}`, exitCodes.environment);
}
