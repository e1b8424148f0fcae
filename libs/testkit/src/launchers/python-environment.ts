import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import { oneAtATime } from './one-at-a-time.js';
import { MissingPrerequisite, runStep, runs } from './prerequisite.js';

/**
 * The folder of a Python environment with these packages of PyPI, made in the cache where it is not there. It cannot be
 * moved once made, so it is made in place, by one process at a time; a marker says that it is whole. Throws MissingPrerequisite without Python.
 */
export function pythonEnvironment(name: string, ...packages: readonly string[]): string {
  const folder = join(cacheFolder(), name);
  const marker = join(folder, '.complete');
  if (existsSync(marker)) return folder;
  if (!runs('python3', '--version'))
    throw new MissingPrerequisite('these tests need Python 3.11: install the packages python3 and python3-venv');
  oneAtATime(`${folder}.lock`, () => {
    // Another test may have made it meanwhile.
    if (!existsSync(marker)) make(folder, marker, packages);
  });
  return folder;
}

function make(folder: string, marker: string, packages: readonly string[]): void {
  rmSync(folder, { recursive: true, force: true });
  runStep('making a Python environment (package python3-venv)', 'python3', ['-m', 'venv', folder]);
  runStep(`installing ${packages.join(', ')} from PyPI`, join(folder, 'bin', 'pip'), [
    'install',
    '--quiet',
    ...packages,
  ]);
  runStep('marking the environment', join(folder, 'bin', 'python'), [
    '-c',
    `open(${JSON.stringify(marker)}, 'w').close()`,
  ]);
}

/** Why tests that need Python are left out, as a sentence; undefined where it is there, and in CI, where it has to be. */
export function pythonIsMissing(): string | undefined {
  if (process.env['CI'] === 'true' || runs('python3', '--version')) return undefined;
  return 'python3 is not installed';
}
