import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSecretFile } from './read-secret-file.js';
import { createSecrets } from './secrets.js';

describe('readSecretFile', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trailhound-secret-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(content: string | Uint8Array) {
    const path = join(folder, 'secret');
    await writeFile(path, content);
    const secrets = createSecrets();
    return { read: await readSecretFile(path, 'api.tokenFile', secrets), secrets };
  }

  it('trims the line end an editor adds, and keeps the secret from being printed', async () => {
    const { read: secret, secrets } = await read('\n whsec_c2VjcmV0 \r\n');
    expect(secret).toEqual({ ok: true, value: 'whsec_c2VjcmV0' });
    expect(secrets.mask('key whsec_c2VjcmV0')).toBe('key [secret]');
  });

  it.each([
    { name: 'an empty file', content: ' \n', code: 'SECRET_EMPTY' },
    { name: 'a file that is not text', content: new Uint8Array([0xff, 0xfe, 0x00]), code: 'SECRET_UNREADABLE' },
    { name: 'a file far too large', content: 'x'.repeat(70_000), code: 'SECRET_UNREADABLE' },
  ])('refuses $name, naming key and file', async ({ content, code }) => {
    const { read: secret } = await read(content);
    expect(secret).toMatchObject({
      ok: false,
      problems: [{ code, message: expect.stringMatching(/^api\.tokenFile: .*secret/), fix: expect.any(String) }],
    });
  });

  it('says that a file is missing and what its path is relative to', async () => {
    const missing = await readSecretFile(join(folder, 'none'), 'api.tokenFile', createSecrets());
    expect(missing).toMatchObject({
      ok: false,
      problems: [{ code: 'SECRET_UNREADABLE', message: expect.stringContaining('no such file') }],
    });
  });

  it('says that a folder is no secret', async () => {
    expect(await readSecretFile(folder, 'api.tokenFile', createSecrets())).toMatchObject({
      problems: [{ message: expect.stringContaining('it is a folder') }],
    });
  });
});
