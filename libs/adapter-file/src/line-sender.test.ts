import { chmod, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLineSender } from './line-sender.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailhound-lines-'));
});
afterAll(() => rm(folder, { recursive: true }));

const printed: string[] = [];
const sender = createLineSender({ print: async (line) => void printed.push(line) });
const send = (path: string, line: string) =>
  sender.send({ over: 'file', path, line, timeoutMs: 1_000 }, new AbortController().signal);

describe('lines', () => {
  it('are added to a file, whole and in order, for the owner only', async () => {
    const path = join(folder, 'alerts.ndjson');
    const lines = Array.from({ length: 50 }, (_, at) => `${at} ${'x'.repeat(70_000)}`);
    expect(await Promise.all(lines.map((line) => send(path, line)))).toEqual(lines.map(() => ({ kind: 'taken' })));
    expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toEqual(lines);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('go to a new file when the old one was moved away', async () => {
    const path = join(folder, 'rotated.ndjson');
    await send(path, 'one');
    await rename(path, `${path}.1`);
    await send(path, 'two');
    expect([await readFile(`${path}.1`, 'utf8'), await readFile(path, 'utf8')]).toEqual(['one\n', 'two\n']);
  });

  it('go to standard output where the path is -', async () => {
    expect(await send('-', 'hello')).toEqual({ kind: 'taken' });
    expect(printed).toEqual(['hello']);
  });

  it('are refused where there is no such folder, and where the path is one', async () => {
    expect(await send(join(folder, 'nowhere', 'x'), 'a')).toMatchObject({ kind: 'refused' });
    expect(await send(folder, 'a')).toMatchObject({ kind: 'refused', message: 'the file cannot be written (EISDIR)' });
    await chmod(folder, 0o700);
  });

  it('wait for a full disk', async () => {
    expect(await send('/dev/full', 'a')).toMatchObject({ kind: 'unreachable' });
  });
});
