import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { type HttpRequest, parseAddressPolicy } from '@trailhound/alerting';
import type { Sender, SendResult } from '@trailhound/ports';
import { type CertificateOptions, type Fault, selfSignedCertificate, startWebhookReceiver } from '@trailhound/testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHttpSender, type HttpSenderOptions } from './http-sender.js';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

function sender(allow: readonly string[], options: Partial<HttpSenderOptions> = {}): Sender<HttpRequest> {
  const policy = parseAddressPolicy(allow);
  if (!policy.ok) throw new Error('bad test');
  const made = createHttpSender({ policy: policy.value, clock, ...options });
  cleanUps.push(() => made.close());
  return made;
}

function post(
  to: Sender<HttpRequest>,
  url: string,
  timeoutMs = 2_000,
  signal = new AbortController().signal,
): Promise<SendResult> {
  const body = new TextEncoder().encode('{"a":1}');
  const headers = { 'content-type': 'application/json' };
  return to.send({ over: 'http', url, method: 'POST', headers, body, timeoutMs }, signal);
}

async function receiver(...faults: readonly Fault[]) {
  const started = await startWebhookReceiver({ secret });
  cleanUps.push(() => started.close());
  started.script(...faults);
  return started;
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

const loopback = ['127.0.0.0/8'];

describe('the HTTP sender', () => {
  it('sends exactly the bytes it was given and answers status and body', async () => {
    const { url, requests } = await receiver({ kind: 'status', status: 202, body: 'queued' });
    expect(await post(sender(loopback), url)).toEqual({ kind: 'answered', status: 202, body: 'queued' });
    expect(requests).toMatchObject([{ path: '/hook', body: '{"a":1}' }]);
  });

  it.each([
    ['7', 7_000],
    [new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
  ])('reads Retry-After %s', async (retryAfter, ms) => {
    const { url } = await receiver({ kind: 'status', status: 429, retryAfter });
    const result = await post(sender(loopback), url);
    const waits = result.kind === 'answered' ? (result.retryAfterMs ?? Number.NaN) : Number.NaN;
    expect(Math.abs(waits - ms)).toBeLessThan(2_500);
  });

  it.each([301, 302, 307, 308] as const)('case 48: does not follow a %d to the metadata service', async (status) => {
    const { url, requests } = await receiver({ kind: 'redirect', status, location: 'http://169.254.169.254/latest/' });
    expect(await post(sender(['0.0.0.0/0']), url)).toMatchObject({ kind: 'answered', status });
    expect(requests).toHaveLength(1);
  });

  it('case 50: takes no proxy from the environment', async () => {
    let proxied = 0;
    const proxy = createTcpServer(() => {
      proxied += 1;
    });
    const proxyPort = await listen(proxy);
    for (const name of ['http_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']) {
      vi.stubEnv(name, name === 'NODE_USE_ENV_PROXY' ? '1' : `http://127.0.0.1:${proxyPort}`);
    }
    const { url } = await receiver({ kind: 'status', status: 204 });
    expect(await post(sender(loopback), url)).toMatchObject({ status: 204 });
    expect(proxied).toBe(0);
  });

  it('never rejects and reports a caller that gives up', async () => {
    const { url } = await receiver({ kind: 'hang' });
    const result = await post(sender(loopback), url, 5_000, AbortSignal.timeout(100));
    expect(result).toMatchObject({ kind: 'unreachable', message: 'stopped before an answer came' });
  });
});

describe('a destination that misbehaves', () => {
  it.each([
    { name: 'hangs', fault: { kind: 'hang' }, result: { kind: 'unreachable', reason: 'timeout' } },
    { name: 'resets', fault: { kind: 'reset' }, result: { kind: 'unreachable', reason: 'network' } },
    { name: 'sends headers without end', fault: { kind: 'endless-headers' }, result: { kind: 'unreachable' } },
    {
      name: 'drips its body',
      fault: { kind: 'slow-body', status: 200, everyMs: 50 },
      result: { kind: 'answered', status: 200 },
    },
    {
      name: 'resets after the headers',
      fault: { kind: 'reset-after-headers', status: 200 },
      result: { kind: 'answered', status: 200 },
    },
    {
      name: 'answers 100 MB',
      fault: { kind: 'huge-body', status: 500, bytes: 100 * 1024 * 1024 },
      result: { kind: 'answered', status: 500, body: 'x'.repeat(1024) },
    },
  ] as const)('case 52: that $name is over within its time', async ({ fault, result }) => {
    const { url } = await receiver(fault);
    const started = performance.now();
    expect(await post(sender(loopback), url, 1_000)).toMatchObject(result);
    expect(performance.now() - started).toBeLessThan(1_700);
  });

  it('case 52: that answers 100 MB is cut off after a few kilobytes', async () => {
    let written = 0;
    const server = createServer((_, response) => {
      const more = () => {
        while (written < 100e6 && !response.destroyed) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536, 'x'))) return void response.once('drain', more);
        }
      };
      more();
    });
    await post(sender(loopback), `http://127.0.0.1:${await listen(server)}/`);
    expect(written).toBeLessThan(10e6);
  });

  it('case 52: that answers a gzip bomb has its bytes left alone', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]));
    });
    const result = await post(sender(loopback), `http://127.0.0.1:${await listen(server)}/`);
    expect(result).toEqual({ kind: 'answered', status: 200, body: '' });
  });

  it('that accepts no connection counts as the network', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await post(sender(loopback), `http://127.0.0.1:${port}/`)).toEqual({
      kind: 'unreachable',
      reason: 'network',
      message: 'the connection failed (ECONNREFUSED)',
    });
  });
});

describe('the address guard', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://localhost/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://127.1/',
    'http://127.0.0.1./',
    'https://[64:ff9b::7f00:1]/',
    'https://user:pw@1.1.1.1/',
    'https://1.1.1.1:25/',
    'unix:/var/run/docker.sock',
  ])('cases 46, 49, 50: refuses %s', async (url) => {
    expect(await post(sender([]), url)).toMatchObject({ kind: 'forbidden' });
  });

  it.each([
    ['a private address', ['10.0.0.7']],
    ['a public and a private address', ['1.1.1.1', '10.0.0.7']],
    ['the metadata address in IPv6 clothes', ['::ffff:169.254.169.254']],
    ['no address at all', []],
  ])('case 47: refuses a name that resolves to %s', async (_, addresses) => {
    const resolve = () =>
      Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
    expect(await post(sender([], { resolve }), 'https://hook.example/')).toMatchObject({ kind: 'forbidden' });
  });

  it('case 47: connects to no address that a name was rebound to', async () => {
    const { requests, port } = await receiver();
    const answers = ['127.0.0.1', '127.66.0.1'];
    const resolve = () => Promise.resolve([{ address: answers.shift() ?? '', family: 4 }]);
    const allow = ['127.0.0.1/32'];
    const named = `http://hook.example:${port}/hook`;
    expect(await post(sender(allow, { resolve }), named)).toMatchObject({ kind: 'answered' });
    // A second sender, for the first keeps its connection to the address that was judged.
    expect(await post(sender(allow, { resolve }), named)).toMatchObject({ kind: 'forbidden' });
    expect(requests).toHaveLength(1);
  });

  it('asks for each name once and connects to just what it judged', async () => {
    const { port, requests } = await receiver();
    const asked: string[] = [];
    const resolve = (hostname: string) => {
      asked.push(hostname);
      return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    };
    await post(sender(loopback, { resolve }), `http://hook.example.:${port}/hook`);
    expect([asked, requests.length]).toEqual([['hook.example'], 1]);
  });

  it('lets localhost through where network.allow names one of its addresses', async () => {
    const { port } = await receiver({ kind: 'status', status: 200 });
    expect(await post(sender(loopback), `http://localhost:${port}/hook`)).toMatchObject({ status: 200 });
  });

  it('bounds a name server that hangs', async () => {
    const resolve = () => new Promise<never>(() => undefined);
    const started = performance.now();
    const result = await post(sender([], { resolve, connectTimeoutMs: 1_000 }), 'https://hook.example/', 300);
    expect(result).toMatchObject({ kind: 'unreachable', reason: 'timeout' });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('TLS', () => {
  const hour = 3_600_000;
  async function https(options: Partial<CertificateOptions> = {}) {
    const tls = selfSignedCertificate({ names: ['127.0.0.1'], ...options });
    const started = await startWebhookReceiver({ secret, tls });
    cleanUps.push(() => started.close());
    started.script({ kind: 'status', status: 200 });
    return { url: started.url, ca: [tls.cert], requests: started.requests };
  }

  it('accepts a certificate of a trusted authority', async () => {
    const { url, ca } = await https();
    expect(await post(sender(loopback, { ca }), url)).toMatchObject({ kind: 'answered', status: 200 });
  });

  it.each([
    { name: 'self-signed', options: {}, trusted: false },
    { name: 'expired', options: { validUntilMs: Date.now() - hour }, trusted: true },
    { name: 'not valid yet', options: { validFromMs: Date.now() + hour }, trusted: true },
    { name: 'made for another name', options: { names: ['soc.example'] }, trusted: true },
  ])('case 51: refuses a certificate that is $name, and sends nothing', async ({ options, trusted }) => {
    const { url, ca, requests } = await https(options);
    const result = await post(sender(loopback, trusted ? { ca } : {}), url);
    expect(result).toMatchObject({ kind: 'unreachable', reason: 'tls' });
    expect(requests).toEqual([]);
  });
});
