import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGuarded } from './guarded-process.js';
import { waitUntil } from './wait-until.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailhound-guard-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a program under guard', () => {
  it('ends when it is told to', async () => {
    const program = await startGuarded(join(folder, 'a.log'), 'sleep', ['600']);
    expect(alive(program.pid)).toBe(true);
    await program.stop();
    expect(alive(program.pid)).toBe(false);
  });

  it.each([
    ['exit 3', 3],
    ['kill -9 $$', 137],
  ])('says how `%s` ended it', async (script, exitCode) => {
    const program = await startGuarded(join(folder, 'e.log'), 'sh', ['-c', `sleep 0.2; ${script}`]);
    expect(await program.ended).toBe(exitCode);
  });

  it('is killed when it does not listen', async () => {
    const program = await startGuarded(join(folder, 'b.log'), 'sh', [
      '-c',
      'trap "" TERM; while true; do sleep 0.1; done',
    ]);
    await program.stop();
    expect(alive(program.pid)).toBe(false);
  });

  it('does not outlive a parent that is killed without warning', async () => {
    const parentFile = join(folder, 'parent.mjs');
    const guardian = fileURLToPath(new URL('./guardian.ts', import.meta.url));
    writeFileSync(
      parentFile,
      `import { spawn } from 'node:child_process';
       spawn(process.execPath, [${JSON.stringify(guardian)}, ${JSON.stringify(join(folder, 'c.log'))}, 'sleep', '600'], { stdio: ['pipe', 'inherit', 'inherit'] });
       setInterval(() => {}, 1000);`,
    );
    const parent = spawn(process.execPath, [parentFile], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (line: Buffer) => resolve(Number(line))),
    );
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await waitUntil('the program is gone', () => !alive(pid), 10_000);
  });

  it('says why it could not be started', async () => {
    await expect(startGuarded(join(folder, 'd.log'), 'no-such-program', [])).rejects.toThrow(/no-such-program/);
  });
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
