import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApi, startApi } from '../../testing/start-api.js';

describe('authentication', () => {
  let started: StartedApi;
  beforeAll(async () => {
    started = await startApi();
  });
  afterAll(() => started.api.close());

  const get = (path: string, authorization?: string) =>
    fetch(`${started.url}${path}`, authorization === undefined ? {} : { headers: { authorization } });

  it.each(['/api/alerts', `/api/alerts/${'0'.repeat(64)}`, '/api/health', '/api/nothing', '/', '/nowhere'])(
    'is asked for %s',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="trailhound"');
      expect(await answer.json()).toMatchObject({ code: 'API_UNAUTHENTICATED' });
    },
  );

  it.each(['/livez', '/readyz', '/metrics', '/api/openapi.json'])('is not asked for %s', async (path) => {
    expect((await get(path)).status).toBe(200);
  });

  it('takes the token, whatever the case of the scheme', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      expect((await get('/api/alerts', `${scheme} ${started.token}`)).status).toBe(200);
    }
  });

  it.each([
    ['another token', 'Bearer th_0000000000000000000000000000000000000000000'],
    ['an empty token', 'Bearer '],
    ['no scheme', 'th_x'],
    ['basic authentication', `Basic ${Buffer.from('admin:admin').toString('base64')}`],
    ['a token of alg none', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'],
    ['two tokens', 'Bearer a b'],
    ['a very long token', `Bearer ${'x'.repeat(8_000)}`],
  ])('refuses %s', async (_, authorization) => {
    expect((await get('/api/alerts', authorization)).status).toBe(401);
  });

  it('refuses the token with anything before or after it, and in the URL', async () => {
    for (const authorization of [`Bearer ${started.token}x`, `Bearer x${started.token}`, `Bearer ${started.token} x`]) {
      expect((await get('/api/alerts', authorization)).status).toBe(401);
    }
    expect((await get(`/api/alerts?token=${started.token}`)).status).toBe(401);
  });

  it.each([
    '/api/alerts/',
    '//api/alerts',
    '/API/alerts',
    '/%61pi/alerts',
    '/livez/../api/alerts',
    '/livez%2f..%2fapi/alerts',
  ])('is not passed by a spelling of the path: %s', async (path) => {
    // fetch would tidy the path up; this is what goes over the wire.
    const status = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(started.url);
      request({ hostname, port, path }, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(401);
  });

  it('shows the reasons behind a state only with the token', async () => {
    started.health.readiness('store', () => Promise.reject(new Error('10.1.2.3 refused')));
    started.health.note('rule noisy-one', 'too many alerts');
    const open = await get('/readyz');
    expect([open.status, await open.text()]).toEqual([503, '{"status":"down","checks":{"store":"down"}}']);
    expect((await get('/livez')).status).toBe(200);
    expect(await (await started.get('/api/health')).json()).toEqual({
      status: 'down',
      checks: { store: { status: 'down', message: '10.1.2.3 refused' } },
      notes: { 'rule noisy-one': 'too many alerts' },
    });
  });

  it('never logs a token', async () => {
    await get('/api/alerts', `Bearer ${started.token}x`);
    expect(started.logged.join('')).not.toContain(started.token);
  });

  it('can be switched off', async () => {
    const open = await startApi({ tokens: 'off' });
    expect((await fetch(`${open.url}/api/alerts`)).status).toBe(200);
    await open.api.close();
  });
});

describe('metrics of the API', () => {
  it('count requests by route, never by path or id', async () => {
    const started = await startApi();
    await started.get(`/api/alerts/${'0'.repeat(64)}`);
    await started.get('/somewhere/else');
    const text = await (await fetch(`${started.url}/metrics`)).text();
    expect(text).toContain('method="GET",route="/api/alerts/:id",status="404"} 1');
    expect(text).toContain('method="GET",route="none",status="404"} 1');
    expect(text).not.toContain('somewhere');
    await started.api.close();
  });
});
