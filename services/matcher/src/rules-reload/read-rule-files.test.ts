import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KnownFiles, maxRuleFileBytes, readRuleFiles } from './read-rule-files.js';
import { isSameLook, lookAt } from './watch-files.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'trailhound-rules-'));
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, text = 'id: r\n'): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

async function read(...paths: string[]) {
  const { files, problems } = await readRuleFiles(paths.map((path) => join(root, path)));
  const found = files.map(({ path, pack }) => [relative(root, path), pack]);
  return { found, codes: problems.map(({ code }) => code) };
}

describe('readRuleFiles', () => {
  it('takes rule files of a folder at any depth, with the pack of their top folder, and nothing else', async () => {
    for (const path of [
      'own.yaml',
      'base/iam.yml',
      'base/deep/er/s3.JSON',
      'base/PACK.md',
      'base/.git/x.yaml',
      'base/a.txt',
    ]) {
      await put(path);
    }
    await put('base/.hidden.yaml');
    expect(await read('.')).toEqual({
      found: [
        ['base/deep/er/s3.JSON', 'base'],
        ['base/iam.yml', 'base'],
        ['own.yaml', undefined],
      ],
      codes: [],
    });
  });

  it('knows a pack that is named directly, and a file of it', async () => {
    await put('base/PACK.md');
    await put('base/iam/users.yaml');
    await put('base/top.yaml');
    expect((await read('base')).found).toEqual([
      ['base/iam/users.yaml', 'base'],
      ['base/top.yaml', 'base'],
    ]);
    expect((await read('base/top.yaml')).found).toEqual([['base/top.yaml', 'base']]);
  });

  it('takes a file named directly whatever its name, and a file reached twice once', async () => {
    await put('rule.txt');
    await put('folder/a.yaml');
    await symlink(join(root, 'folder/a.yaml'), join(root, 'folder/link.yaml'));
    await symlink(root, join(root, 'folder/loop'));
    const { found, codes } = await read('rule.txt', 'folder', 'folder/a.yaml', '.');
    expect(found.map(([path]) => path)).toEqual(['folder/a.yaml', 'rule.txt']);
    expect(codes).toEqual([]);
  });

  it('names what cannot be read, and reads the rest', async () => {
    await put('good.yaml');
    await put('huge.yaml', 'x'.repeat(maxRuleFileBytes + 1));
    await symlink(join(root, 'gone'), join(root, 'dangling.yaml'));
    expect(await read('.', 'missing')).toEqual({
      found: [['good.yaml', undefined]],
      codes: ['RULE_FILE_UNREADABLE', 'RULE_FILE_TOO_LARGE', 'RULE_FILE_UNREADABLE'],
    });
  });

  it('reads the Python a rule names in its folder with it, and nothing from elsewhere', async () => {
    const rule = (name: string) => `RuleID: x\nFilename: ${name}\n`;
    await put('p/a.yml', rule('a.py'));
    await put('p/a.py', 'def rule(event): return True\n');
    await put('p/b.yml', rule('../secret.py'));
    await put('p/c.yml', rule('link.py'));
    await put('p/d.yml', rule('missing.py'));
    await put('secret.py', 'password = 1\n');
    await symlink(join(root, 'secret.py'), join(root, 'p/link.py'));
    const { files, problems } = await readRuleFiles([join(root, 'p')]);
    const siblings = files.map(({ path, siblings: found }) => [relative(root, path), [...(found ?? [])]]);
    expect(siblings).toEqual([
      ['p/a.yml', [['a.py', 'def rule(event): return True\n']]],
      ['p/b.yml', []],
      ['p/c.yml', []],
      ['p/d.yml', []],
    ]);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('link.py is a link that leads out of the folder of its rule'),
    ]);
  });

  it('does not read again what is as it was, unless it changed a moment ago', async () => {
    await put('a.yaml');
    await put('b.yaml');
    const known: KnownFiles = new Map();
    const afterMs = async (ms: number) => (await readRuleFiles([root], known, Date.now() + ms)).files;
    const first = await afterMs(0);
    const second = await afterMs(60_000);
    expect(second.map((file, at) => file === first[at])).toEqual([false, false]);
    await put('b.yaml', 'id: longer\n');
    await put('c.yaml');
    const third = await afterMs(60_000);
    expect(third.map(({ text }) => text)).toEqual(['id: r\n', 'id: longer\n', 'id: r\n']);
    expect(third[0]).toBe(second[0]);
    await rm(join(root, 'a.yaml'));
    expect((await afterMs(60_000)).map((file) => third.indexOf(file))).toEqual([1, 2]);
  });

  it('sees a change of the Python beside a rule', async () => {
    await put('a.yml', 'RuleID: x\nFilename: a.py\n');
    await put('a.py', 'def rule(event): return True\n');
    const before = await lookAt([root]);
    expect(isSameLook(await lookAt([root]), before)).toBe(true);
    await put('a.py', 'def rule(event): return False\n');
    expect(isSameLook(await lookAt([root]), before)).toBe(false);
  });
});
