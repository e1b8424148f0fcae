import { spawnSync } from 'node:child_process';

/** Why a service cannot be started on this machine, as one sentence with the package to install. */
export class MissingPrerequisite extends Error {
  override readonly name = 'MissingPrerequisite';
}

/** True when the program can be run with this argument. */
export function runs(command: string, argument: string): boolean {
  return spawnSync(command, [argument], { stdio: 'ignore' }).status === 0;
}

/** Runs a set-up step; its output is kept for the error message only. Throws with the step's own last words. */
export function runStep(
  what: string,
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 16 << 20,
    ...options,
  });
  if (status === 0) return;
  const words = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-12).join('\n');
  throw new Error(`${what} failed: ${error?.message ?? words}`);
}
