import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApi, startApi } from '../../testing/start-api.js';

describe('a request that is not what it should be', () => {
  let started: StartedApi;
  beforeAll(async () => {
    started = await startApi({ limits: { headersTimeoutMs: 300, requestTimeoutMs: 600, checkEveryMs: 50 } });
  });
  afterAll(() => started.api.close());

  /** Writes raw bytes, in parts, and answers all that came back until the server closed the connection. */
  function raw(...parts: readonly string[]): Promise<{ text: string; afterMs: number }> {
    const began = performance.now();
    return new Promise((resolve) => {
      const socket = connect(Number(new URL(started.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve({ text, afterMs: performance.now() - began }));
      for (const part of parts) socket.write(part);
    });
  }

  const authorization = () => `Authorization: Bearer ${started.token}\r\n`;

  it('is cut off when its headers never end', async () => {
    const { afterMs } = await raw('GET /api/alerts HTTP/1.1\r\nHost: x\r\nX-A: ');
    expect(afterMs).toBeLessThan(3_000);
  });

  it('is cut off when its body never ends', async () => {
    const { afterMs } = await raw(
      `POST /api/alerts HTTP/1.1\r\nHost: x\r\n${authorization()}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
    );
    expect(afterMs).toBeLessThan(3_000);
  });

  it('with 50 MB announced is refused before they are sent', async () => {
    const { text } = await raw(
      `POST /api/alerts HTTP/1.1\r\nHost: x\r\n${authorization()}Content-Length: 52428800\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toContain('API_BODY_TOO_LARGE');
    expect(text.toLowerCase()).toContain('connection: close');
  });

  it('with 50 MB and no token is refused for the token, unread', async () => {
    const { text } = await raw('POST /api/alerts HTTP/1.1\r\nHost: x\r\nContent-Length: 52428800\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('with endless chunks is not swallowed', async () => {
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    const head = `POST /api/alerts HTTP/1.1\r\nHost: x\r\n${authorization()}Transfer-Encoding: chunked\r\n\r\n`;
    const { text, afterMs } = await raw(head, ...Array.from({ length: 20 }, () => chunk));
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(afterMs).toBeLessThan(3_000);
  });

  it('with 20 KB of headers is refused', async () => {
    const { text } = await raw(`GET /livez HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each(['GET', 'POST'])('that is no HTTP (%s) is refused', async (method) => {
    const { text } = await raw(`${method} /\u0001 SPAM/9\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each([
    ['a malformed percent escape', '/api/alerts/%zz', 400],
    ['a path that is nowhere', '/api/nothing', 404],
    ['a traversal', '/api/alerts/..%2f..%2fmetrics', 404],
    ['a doubled slash', '//api/alerts', 404],
    ['a very long path', `/api/alerts/${'a'.repeat(3_000)}`, 404],
  ])('with %s is a problem document', async (_, path, status) => {
    const answer = await started.get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({
      status,
      code: expect.stringMatching(/^API_/),
      title: expect.any(String),
    });
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('of method %s changes nothing', async (method) => {
    const answer = await fetch(`${started.url}/api/alerts`, {
      method,
      headers: { authorization: `Bearer ${started.token}` },
    });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is told nothing it could use, and every answer carries the security headers', async () => {
    for (const path of ['/api/alerts', '/api/alerts/x', '/livez', '/metrics', '/nowhere', '/%zz']) {
      const answer = await started.get(path);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('x-powered-by') ?? answer.headers.get('server')).toBeNull();
      expect(await answer.text()).not.toMatch(/node_modules|\.js:\d+/);
    }
  });
});
