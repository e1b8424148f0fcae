import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { AddressPolicy, Endpoint, MailRequest, MailServer } from '@trailhound/alerting';
import type { Sender, SendResult } from '@trailhound/ports';
import nodemailer from 'nodemailer';
import { mailFailure } from './mail-failure.js';

export interface MailSenderOptions {
  /** From `network.allow`. */
  readonly policy: AddressPolicy;
  /** The lookup of a socket that resolves to nothing the policy refuses. */
  readonly lookup: (endpoint: Endpoint) => LookupFunction;
  /** Certificates (PEM) to trust besides the usual authorities; already joined with them. */
  readonly ca?: readonly string[];
}

/** Bound on resolution, TCP and TLS together. */
const connectTimeoutMs = 5_000;

/**
 * The Sender port over SMTP: one connection a message, to addresses the policy allows only, judged inside the socket's
 * lookup. Certificates are verified; where STARTTLS is asked for, a server without it gets nothing.
 */
export function createMailSender(options: MailSenderOptions): Sender<MailRequest> {
  const underWay = new Set<Socket>();

  async function exchange(request: MailRequest, signal: AbortSignal): Promise<SendResult> {
    const { server, from, to, subject, text, html, messageId, headers } = request;
    const socket = await openSocket(server, options, signal);
    underWay.add(socket);
    const cut = () => socket.destroy();
    signal.addEventListener('abort', cut, { once: true });
    const { host, port, tls, username, password } = server;
    const transport = nodemailer.createTransport({
      ...{ host, port, secure: tls === 'implicit', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none' },
      ...(username !== undefined && password !== undefined && { auth: { user: username, pass: password } }),
      tls: tlsOptions(server, options),
      // What a message says never makes this process read a file or fetch a page.
      ...{ disableFileAccess: true, disableUrlAccess: true, logger: false },
      getSocket: (_, callback) => callback(null, { connection: socket, secured: tls === 'implicit' }),
    });
    try {
      const sent = await transport.sendMail({
        ...{ from, to: [...to], subject, text, html, messageId, headers: { ...headers } },
      });
      const status = Number(/^\d{3}/.exec(sent.response)?.[0] ?? 250);
      return { kind: 'answered', status, body: sent.response.slice(0, 1_024) };
    } finally {
      signal.removeEventListener('abort', cut);
      underWay.delete(socket);
      transport.close();
      socket.destroy();
    }
  }

  return {
    async send(request, signal) {
      const { host, port, tls } = request.server;
      const verdict = isIP(host) ? options.policy.judge(host, endpointOf(port, tls)) : undefined;
      if (verdict && !verdict.ok) return { kind: 'forbidden', message: verdict.reason };
      const timeout = AbortSignal.timeout(request.timeoutMs);
      try {
        return await exchange(request, AbortSignal.any([signal, timeout]));
      } catch (error) {
        if (signal.aborted) return { kind: 'unreachable', reason: 'network', message: 'stopped before an answer came' };
        if (timeout.aborted) {
          return { kind: 'unreachable', reason: 'timeout', message: `no answer within ${request.timeoutMs} ms` };
        }
        return mailFailure(error);
      }
    },
    async close() {
      for (const socket of underWay) socket.destroy();
    },
  };
}

function endpointOf(port: number, tls: MailServer['tls']): Endpoint {
  return { secure: tls !== 'none', port, service: 'mail' };
}

function tlsOptions({ host }: MailServer, { ca }: MailSenderOptions) {
  return { ...(isIP(host) ? {} : { servername: host }), rejectUnauthorized: true, ...(ca && { ca: [...ca] }) };
}

/** A connected socket; for implicit TLS one whose certificate was verified. */
function openSocket(server: MailServer, options: MailSenderOptions, signal: AbortSignal): Promise<Socket> {
  const { host, port, tls } = server;
  const lookup = options.lookup(endpointOf(port, tls));
  return new Promise((resolve, reject) => {
    const isImplicit = tls === 'implicit';
    const socket: Socket = isImplicit
      ? connectTls({ ...tlsOptions(server, options), host, port, lookup })
      : connectTcp({ host, port, lookup });
    const fail = (error: Error) => {
      socket.destroy();
      settled();
      reject(error);
    };
    const abort = () => fail(new Error('aborted'));
    const late = setTimeout(
      () => fail(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })),
      connectTimeoutMs,
    );
    const settled = () => {
      clearTimeout(late);
      socket.off('error', fail);
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.once('error', fail);
    socket.once(isImplicit ? 'secureConnect' : 'connect', () => {
      settled();
      // Errors from here on are nodemailer's to report.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}
