import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHealth } from '../health/health.js';
import { createLogger } from '../log/logger.js';
import { createMetrics } from '../metrics/metrics.js';
import { systemClock } from '../system-clock.js';
import { type AdminServer, createAdminServer } from './admin-server.js';
import { listenUrl, parseListenAddress } from './listen-address.js';

describe('the admin server', () => {
  const logger = createLogger({ service: 'matcher', level: 'silent' });
  const metrics = createMetrics({ version: '1' });
  let health = createHealth({ clock: systemClock });
  let server: AdminServer;
  let url = '';
  beforeEach(async () => {
    health = createHealth({ clock: systemClock });
    server = createAdminServer({ health, metrics, logger, listen: { host: '127.0.0.1', port: 0 } });
    url = await server.listen();
  });
  afterEach(() => server.close());

  it('answers probes and metrics', async () => {
    const live = await fetch(`${url}/livez?verbose`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'up', checks: {} }]);
    const metricsAnswer = await fetch(`${url}/metrics`);
    expect(metricsAnswer.headers.get('content-type')).toMatch(/^text\/plain; version=/);
    expect(await metricsAnswer.text()).toContain('trailhound_build_info');
  });

  it('is not ready while the log is unreachable, and alive all the same', async () => {
    health.readiness('log', () => Promise.reject(new Error('refused')));
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  it.each([
    ['POST', '/livez', 405],
    ['GET', '/', 404],
    ['GET', '/livez/../etc', 404],
    ['GET', '//livez', 404],
    ['HEAD', '/readyz', 200],
  ])('answers %s %s with %d', async (method, path, status) => {
    const answer = await fetch(`${url}${path}`, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('says that its port is taken', async () => {
    const port = Number(new URL(url).port);
    const second = createAdminServer({ health, metrics, logger, listen: { host: '127.0.0.1', port } });
    await expect(second.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('listen addresses', () => {
  it.each([
    ['127.0.0.1:8080', { host: '127.0.0.1', port: 8080 }],
    ['localhost:0', { host: 'localhost', port: 0 }],
    ['[::1]:443', { host: '::1', port: 443 }],
    ['0.0.0.0:65535', { host: '0.0.0.0', port: 65535 }],
  ])('reads %s', (text, address) => {
    expect(parseListenAddress(text)).toEqual(address);
  });

  it.each(['8080', ':8080', '127.0.0.1', 'host:99999', 'host:-1', '::1:80', 'http://x:80', 'a b:80', ''])(
    'refuses %j',
    (text) => {
      expect(parseListenAddress(text)).toBeUndefined();
    },
  );

  it('shows a URL a person can open', () => {
    expect(listenUrl('0.0.0.0', 80)).toBe('http://127.0.0.1:80');
    expect(listenUrl('::', 80)).toBe('http://[::1]:80');
    expect(listenUrl('::1', 80)).toBe('http://[::1]:80');
  });
});
