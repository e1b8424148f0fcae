import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, createSecrets } from '@trailhound/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readApiTokens } from './read-api-tokens.js';

describe('the tokens of the configuration', () => {
  let tokenFile = '';
  beforeAll(async () => {
    tokenFile = join(await mkdtemp(join(tmpdir(), 'trailhound-tokens-')), 'tokens');
  });
  afterAll(() => rm(join(tokenFile, '..'), { recursive: true }));

  async function read(section: object, content?: string) {
    if (content !== undefined) await writeFile(tokenFile, content);
    const secrets = createSecrets();
    const given = content === undefined ? section : { ...section, tokenFile };
    return { read: await readApiTokens(Api.parse(given), secrets), secrets };
  }

  it('are those of the file and of the section together, none of them ever printed', async () => {
    const { read: found, secrets } = await read(
      { tokens: ['inline-token-00001'] },
      '# ana\nfile-token-0000001\nfile-token-0000002\n',
    );
    if (!found.ok || found.value.tokens === 'off') throw new Error('no tokens');
    const { tokens, generated } = found.value;
    for (const token of ['inline-token-00001', 'file-token-0000001', 'file-token-0000002']) {
      expect([tokens.accepts(token), secrets.mask(token)]).toEqual([true, '[secret]']);
    }
    expect([tokens.accepts('# ana'), generated]).toEqual([false, undefined]);
  });

  it('are one made for the occasion where none is named', async () => {
    const { read: found } = await read({});
    if (!found.ok || found.value.tokens === 'off') throw new Error('no tokens');
    expect(found.value.tokens.accepts(found.value.generated ?? '')).toBe(true);
    expect(found.value.generated).toMatch(/^th_/);
  });

  it('are off only where the section says so', async () => {
    const { read: found } = await read({ authentication: false });
    expect(found).toEqual({ ok: true, value: { tokens: 'off' } });
  });

  it.each([
    { name: 'an empty file', content: '\n', code: 'SECRET_EMPTY' },
    { name: 'a file of comments', content: '# nothing yet\n', code: 'SECRET_EMPTY' },
    { name: 'a short token in the file', content: 'long-enough-token-1\nshort\n', code: 'API_TOKEN_INVALID' },
  ])('are refused, never quietly replaced, with $name', async ({ content, code }) => {
    const { read: found } = await read({}, content);
    expect(found).toMatchObject({ ok: false, problems: [{ code, message: expect.stringContaining('api.tokenFile') }] });
  });
});
