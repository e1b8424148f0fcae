import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailhound-lock-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('work under a lock file', () => {
  it('gives what the work gives, and leaves the lock behind neither then nor when the work fails', () => {
    const lock = join(folder, 'plain.lock');
    expect(oneAtATime(lock, () => existsSync(lock))).toBe(true);
    expect(() =>
      oneAtATime(lock, () => {
        throw new Error('no space');
      }),
    ).toThrow('no space');
    expect(existsSync(lock)).toBe(false);
  });

  it('waits for another process that holds it', () => {
    const lock = join(folder, 'held.lock');
    const holder = spawn(process.execPath, [
      '-e',
      `setTimeout(() => require('node:fs').rmSync(${JSON.stringify(lock)}), 500); setTimeout(() => {}, 20_000)`,
    ]);
    try {
      writeFileSync(lock, String(holder.pid));
      expect(oneAtATime(lock, () => 'done')).toBe('done');
      expect(holder.exitCode).toBeNull();
    } finally {
      holder.kill('SIGKILL');
    }
  });

  it('is taken over from a process that died', async () => {
    const lock = join(folder, 'dead.lock');
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((done) => dead.once('close', done));
    writeFileSync(lock, String(dead.pid));
    expect(oneAtATime(lock, () => 'done')).toBe('done');
  });
});
