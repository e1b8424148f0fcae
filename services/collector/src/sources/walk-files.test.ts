import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { walkFiles } from './walk-files.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'walk-'));
  await mkdir(join(root, 'b', 'deep'), { recursive: true });
  for (const name of ['z.json', 'a.json', 'b/deep/c.json.gz', 'b/a', '.hidden'])
    await writeFile(join(root, name), '{}');
  await symlink(root, join(root, 'b', 'loop'));
  await symlink('nowhere', join(root, 'dangling'));
});
afterAll(() => rm(root, { recursive: true }));

async function walked(path: string): Promise<string[]> {
  const found: string[] = [];
  for await (const file of walkFiles(path)) found.push(`${file.kind} ${relative(root, file.path)}`);
  return found;
}

describe('the files at a path', () => {
  it('are those of the folder and its folders, sorted, each folder once', async () => {
    expect(await walked(root)).toEqual([
      'file .hidden',
      'file a.json',
      'file b/a',
      'file b/deep/c.json.gz',
      'unreadable dangling',
      'file z.json',
    ]);
  });

  it('are the file itself', async () => {
    expect(await walked(join(root, 'a.json'))).toEqual(['file a.json']);
  });

  it('are named where they cannot be opened', async () => {
    const found = [];
    for await (const file of walkFiles(join(root, 'gone'))) found.push(file);
    expect(found).toEqual([{ kind: 'unreadable', path: join(root, 'gone'), message: 'no such file or folder' }]);
  });
});
