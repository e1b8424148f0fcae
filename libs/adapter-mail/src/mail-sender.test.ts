import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { type MailRequest, parseAddressPolicy } from '@trailhound/alerting';
import { selfSignedCertificate } from '@trailhound/testkit';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { createMailSender } from './index.js';

// Against a real SMTP server on a real socket.

interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
  readonly user: string | undefined;
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const certificate = selfSignedCertificate({ names: ['127.0.0.1'] });
const lookup = () => () => {
  throw new Error('an address needs no lookup');
};

async function server(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const smtp = new SMTPServer({
    ...{ authOptional: true, logger: false, disabledCommands: ['STARTTLS'] },
    onAuth(auth, _session, done) {
      const isRight = auth.username === 'trailhound' && auth.password === 'right';
      if (isRight) done(null, { user: auth.username });
      else done(Object.assign(new Error('no such user'), { responseCode: 535 }));
    },
    onData(stream, session, done) {
      let data = '';
      stream.on('data', (part: Buffer) => (data += part.toString('utf8')));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        received.push({ from, to: rcptTo.map(({ address }) => address), data, user: session.user });
        done();
      });
    },
    ...options,
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  closing.push(() => smtp.close());
  return { received, port: (smtp.server.address() as AddressInfo).port };
}

function sender(allow: readonly string[] = ['127.0.0.0/8'], ca?: readonly string[]) {
  const policy = parseAddressPolicy(allow);
  if (!policy.ok) throw new Error('no policy');
  const made = createMailSender({ policy: policy.value, lookup, ...(ca && { ca }) });
  closing.push(() => void made.close());
  return made;
}

function mail(port: number, more: Partial<MailRequest['server']> = {}, timeoutMs = 30_000): MailRequest {
  return {
    over: 'smtp',
    server: { host: '127.0.0.1', port, tls: 'none', ...more },
    ...{ from: 'trailhound@example.com', to: ['soc@example.com', 'night@example.com'] },
    ...{ subject: '[critical] Überraschung', text: 'a line\n.\nBcc: x', html: '<p>a &lt;b&gt;</p>' },
    ...{ messageId: '<dlv_1@trailhound>', headers: { 'x-trailhound-alert': 'a1' }, timeoutMs },
  };
}

const never = new AbortController().signal;

describe('a mail', () => {
  it('arrives whole, at everybody, under its own id', async () => {
    const { port, received } = await server();
    expect(await sender().send(mail(port), never)).toMatchObject({ kind: 'answered', status: 250 });
    expect(received).toMatchObject([{ from: 'trailhound@example.com', to: ['soc@example.com', 'night@example.com'] }]);
    const { data = '' } = received[0] ?? {};
    expect(data).toMatch(/^Message-ID: <dlv_1@trailhound>\r$/m);
    expect(data).toMatch(/^X-Trailhound-Alert: a1\r$/im);
    expect(data).toMatch(/^Subject: =\?UTF-8\?/m);
    expect(data).toContain('text/plain');
    expect(data).toContain('text/html');
    expect(data.split('\r\n\r\n')[0]).not.toMatch(/^Bcc/m);
  });

  it('is signed in for where the destination has a name and a password', async () => {
    const { port, received } = await server({ authOptional: false, allowInsecureAuth: true });
    await sender().send(mail(port, { username: 'trailhound', password: 'right' }), never);
    expect(received[0]?.user).toBe('trailhound');
  });

  it.each([
    ['with STARTTLS', 'starttls', { secure: false }],
    ['over TLS from the first byte', 'implicit', { secure: true }],
  ] as const)('goes %s where the certificate is trusted, and not where it is not', async (_what, tls, options) => {
    const { key, cert } = certificate;
    const { port, received } = await server({ ...options, disabledCommands: [], key, cert });
    const refused = await sender().send(mail(port, { tls }), never);
    expect(refused).toMatchObject({ kind: 'unreachable', reason: 'tls' });
    expect(received).toEqual([]);
    expect(await sender(['127.0.0.0/8'], [cert]).send(mail(port, { tls }), never)).toMatchObject({ status: 250 });
    expect(received).toHaveLength(1);
  });

  it('does not go in the clear where STARTTLS is asked for and the server has none', async () => {
    const { port, received } = await server();
    const answer = await sender().send(mail(port, { tls: 'starttls' }), never);
    expect(answer).toMatchObject({ kind: 'answered', status: expect.any(Number) });
    expect(answer.kind === 'answered' && answer.status >= 500).toBe(true);
    expect(received).toEqual([]);
  });
});

describe('what a mail server has against it', () => {
  const refusing = (code: number): SMTPServerOptions => ({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('not now'), { responseCode: code })),
  });

  it.each([[451], [550]])('%d comes back as its status', async (code) => {
    const { port } = await server(refusing(code));
    expect(await sender().send(mail(port), never)).toMatchObject({ kind: 'answered', status: code });
  });

  it('a wrong password comes back as 535, and not the password', async () => {
    const { port } = await server({ authOptional: false, allowInsecureAuth: true });
    const answer = await sender().send(mail(port, { username: 'trailhound', password: 'wr0ng' }), never);
    expect(answer).toMatchObject({ kind: 'answered', status: 535 });
    expect(JSON.stringify(answer)).not.toContain('wr0ng');
  });

  it('a server that says nothing is given up in time', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    closing.push(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const answer = await sender().send(mail(port, {}, 500), never);
    expect(answer).toMatchObject({ kind: 'unreachable', reason: 'timeout' });
  });

  it('a server that is not there is the network', async () => {
    const { port } = await server();
    for (const close of closing.splice(0)) close();
    expect(await sender().send(mail(port), never)).toMatchObject({ kind: 'unreachable', reason: 'network' });
  });

  it('an address that is not allowed is not connected to', async () => {
    const { port, received } = await server();
    expect((await sender([]).send(mail(port), never)).kind).toBe('forbidden');
    expect(received).toEqual([]);
  });
});
