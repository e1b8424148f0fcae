import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWebhookReceiver, type WebhookReceiver } from '@trailhound/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTrailhound } from '../support/trailhound.js';

const secret = 'whsec_dHJhaWxob3VuZC1hcGktdHJpYWwtc2VjcmV0ISE=';

let folder = '';
let receiver: WebhookReceiver;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailhound-trial-'));
  receiver = await startWebhookReceiver({ secret });
});
afterEach(async () => {
  await receiver.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('the API tries a configured destination, and no other, for those who have a token', {
  timeout: 120_000,
}, async () => {
  const config = join(folder, 'trailhound.json');
  const token = 'thp_'.padEnd(47, 'a');
  await writeFile(join(folder, 'token'), token);
  await writeFile(join(folder, 'secret'), secret);
  const destinations = {
    soc: { webhook: { url: receiver.url, secretFile: join(folder, 'secret') } },
    lost: { webhook: { url: receiver.url, secretFile: join(folder, 'missing') } },
  };
  const running = { sources: [], rules: [], data: join(folder, 'data'), network: { allow: ['127.0.0.1/32'] } };
  const soc = { destinations: { soc: destinations.soc } };
  const api = { api: { listen: '127.0.0.1:0', tokenFile: join(folder, 'token') } };
  await writeFile(config, JSON.stringify({ ...running, ...soc, ...api }));
  const run = startTrailhound(['up', '--config', config]);
  await run.says(/API at http:\S+/, 60_000);
  const [, url] = /API at (http:\S+)/.exec(run.stderr()) ?? [];
  const post = (path: string, headers = { authorization: `Bearer ${token}` }) =>
    fetch(`${url}${path}`, { method: 'POST', headers });

  expect((await post('/api/destinations/soc/test', { authorization: 'Bearer no' })).status).toBe(401);
  expect((await post('/api/destinations/http%3A%2F%2F127.0.0.1/test')).status).toBe(404);
  expect((await post('/api/destinations/soc/test?severity=urgent')).status).toBe(400);
  expect(receiver.requests).toEqual([]);

  const dry = await post('/api/destinations/soc/test?dryRun=true');
  expect([dry.status, receiver.requests]).toEqual([200, []]);
  const { request, body } = (await dry.json()) as { readonly request: string; readonly body: string };
  expect(request).toContain('webhook-signature: v1,');
  expect(JSON.parse(body)).toMatchObject({ type: 'alert.test' });

  const sent = await post('/api/destinations/soc/test?severity=critical');
  const text = await sent.text();
  expect(JSON.parse(text)).toMatchObject({ destination: 'soc', kind: 'webhook', delivered: true });
  expect(text).not.toContain(secret.slice('whsec_'.length));
  expect(receiver.requests.map((one) => [one.objection, JSON.parse(one.body)])).toMatchObject([
    [undefined, { type: 'alert.test', data: { rule: 'trailhound-trial', severity: 'critical' } }],
  ]);

  receiver.script({ kind: 'status', status: 401 });
  const refused = await (await post('/api/destinations/soc/test')).json();
  expect(refused).toMatchObject({
    delivered: false,
    reason: 'auth_error',
    answer: expect.stringContaining('status 401'),
  });

  await rm(join(folder, 'secret'));
  const unopened = await post('/api/destinations/soc/test');
  expect([unopened.status, await unopened.text()]).toEqual([503, expect.stringContaining('secretFile')]);
  run.process.kill('SIGTERM');
  await run.ended;
});
