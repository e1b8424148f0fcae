import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hasCode } from '@trailhound/contracts';

const lookAgainMs = 200;

/**
 * Does the work while no other process of this machine does work under the same lock file; waits for as long as another one
 * does. A holder that died is taken over from. Blocks the thread: for launchers, before anything is served.
 */
export function oneAtATime<T>(lockFile: string, work: () => T): T {
  while (!taken(lockFile)) {
    if (isAbandoned(lockFile)) rmSync(lockFile, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookAgainMs);
  }
  try {
    return work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function taken(lockFile: string): boolean {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function isAbandoned(lockFile: string): boolean {
  try {
    const holder = Number(readFileSync(lockFile, 'utf8'));
    // Between making the file and writing the number it is empty.
    if (holder === 0) return false;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return hasCode(error, 'ESRCH');
  }
}
