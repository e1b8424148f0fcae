import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from './load-config.js';

function webhookWith(template: string): string {
  return `destinations:
  soc:
    webhook:
      url: https://soc.example/hook
      template: ${JSON.stringify(template)}
      secretFile: ./soc.whsec
`;
}

describe('loadConfig', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trailhound-config-'));
    await mkdir(join(folder, 'etc'));
    await writeFile(join(folder, 'etc', 'trailhound.yaml'), 'rules: [./rules]\n');
    await writeFile(join(folder, 'etc', 'binary.yaml'), new Uint8Array([0xff, 0xfe, 0x80]));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const load = (file: string) => loadConfig({ file, environment: {}, workingDirectory: folder });

  it('finds the file from the working directory and its paths from the file', async () => {
    expect(await load('etc/trailhound.yaml')).toMatchObject({
      ok: true,
      value: { config: { rules: [join(folder, 'etc', 'rules')] } },
    });
  });

  it('needs no file', async () => {
    expect(await loadConfig({ environment: { TRAILHOUND_LOG_LEVEL: 'warn' }, workingDirectory: folder })).toMatchObject(
      { ok: true, value: { config: { log: { level: 'warn' } } } },
    );
  });

  it('takes a template that can be evaluated', async () => {
    await writeFile(join(folder, 'etc', 'shaped.yaml'), webhookWith('{ "text": data.title }'));
    expect(await load('etc/shaped.yaml')).toMatchObject({ ok: true });
  });

  it.each([
    { name: 'is not closed', template: '{ "text": data.title', line: 1, says: 'no JSONata' },
    { name: 'fails further down', template: '{ "a": 1,\n  "b": $eval("1") }', line: 2, says: '$eval is not offered' },
    { name: 'leaves answers to chance', template: '$random()', line: 1, says: '$random is not offered' },
  ])('refuses a template that $name, with its place in the file and in itself', async ({ template, line, says }) => {
    await writeFile(join(folder, 'etc', 'shaped.yaml'), webhookWith(template));
    const loaded = await load('etc/shaped.yaml');
    expect(loaded.ok ? [] : loaded.problems).toMatchObject([
      {
        code: 'WEBHOOK_TEMPLATE_INVALID',
        message: expect.stringMatching(
          new RegExp(`^destinations\\.soc\\.webhook\\.template, line ${line}, column \\d+: `),
        ),
        place: { file: 'etc/shaped.yaml', line: 5 },
      },
    ]);
    expect(loaded.ok ? '' : loaded.problems[0]?.message).toContain(says);
  });

  it.each([
    ['etc/none.yaml', 'there is no such file'],
    ['etc', 'it is a folder'],
    ['etc/binary.yaml', 'it is not UTF-8 text'],
  ])('says why it cannot read %s', async (file, reason) => {
    expect(await load(file)).toMatchObject({
      ok: false,
      problems: [{ code: 'CONFIG_UNREADABLE', message: `cannot read the configuration ${file}: ${reason}` }],
    });
  });
});
