import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Destinations, plainRouting, Routes } from '@trailhound/alerting';
import { createSecrets } from '@trailhound/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDestinations } from './open-destinations.js';

const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const url = 'https://soc.example/hook/T0KEN';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailhound-destinations-'));
  await writeFile(join(folder, 'soc.whsec'), `\n${secret} \r\n`);
  await writeFile(join(folder, 'empty.whsec'), '\n');
});
afterAll(() => rm(folder, { recursive: true }));

function open(destinations: object, routes?: unknown, allow: readonly string[] = [], secrets = createSecrets()) {
  const config = {
    destinations: Destinations.parse(destinations),
    routing: plainRouting,
    ...(routes !== undefined && { routes: Routes.parse(routes) }),
    network: { allow: [...allow] },
  };
  return openDestinations({ routes: undefined, ...config }, secrets);
}

const soc = (settings: object = {}) => ({ webhook: { url, secretFile: join(folder, 'soc.whsec'), ...settings } });

describe('openDestinations', () => {
  it('trims the secret of its file and makes it and the URL known as secrets', async () => {
    const secrets = createSecrets();
    const opened = await open({ soc: soc() }, undefined, [], secrets);
    expect(opened).toMatchObject({ ok: true, value: { routes: [{ to: ['soc'] }] } });
    expect(secrets.mask(`${secret} ${url}`)).not.toMatch(/whsec_|T0KEN/);
  });

  it('takes routes as they are, also none', async () => {
    expect(await open({ soc: soc() }, [])).toMatchObject({ ok: true, value: { routes: [] } });
  });

  it('is content without destinations', async () => {
    expect(await open({})).toMatchObject({ ok: true, value: { routes: [] } });
  });

  it('opens a receiver on this machine where network.allow names it', async () => {
    const here = { here: soc({ url: 'http://127.0.0.1:9000/hook' }) };
    expect(await open(here)).toMatchObject({ ok: false, problems: [{ code: 'URL_REFUSED' }] });
    expect(await open(here, undefined, ['127.0.0.0/8'])).toMatchObject({ ok: true });
  });

  it('names every problem at once, each with its key', async () => {
    const opened = await open(
      {
        one: soc({ url: 'http://10.0.0.1/' }),
        two: soc({ secretFile: join(folder, 'nowhere.whsec') }),
        three: soc({ secretFile: join(folder, 'empty.whsec') }),
        four: { webhook: { url, secret: 'hunter2' } },
      },
      [{ to: ['won'] }],
    );
    const problems = opened.ok ? [] : opened.problems;
    expect(problems.map(({ code }) => code)).toEqual([
      'ROUTE_UNKNOWN_DESTINATION',
      'URL_REFUSED',
      'SECRET_UNREADABLE',
      'SECRET_EMPTY',
      'WEBHOOK_SECRET_INVALID',
    ]);
    expect(problems.slice(1).map(({ message }) => message.split(':')[0])).toEqual([
      'destinations.one.webhook',
      'destinations.two.webhook.secretFile',
      'destinations.three.webhook.secretFile',
      'destinations.four.webhook',
    ]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});
