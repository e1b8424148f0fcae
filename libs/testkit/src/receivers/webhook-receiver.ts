import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Fault, playFault } from './fault.js';
import { webhookObjection } from './verify-webhook.js';

/** One request as it came in. */
export interface ReceivedWebhook {
  /** `webhook-id`; empty where there was none. */
  readonly id: string;
  /** `webhook-attempt`; 0 where there was none. */
  readonly attempt: number;
  readonly atMs: number;
  readonly path: string;
  readonly body: string;
  /** Why the receiver does not accept it, whatever it answered. */
  readonly objection?: string;
  /** What was answered; absent where nothing was. */
  readonly status?: number;
  readonly fault?: Fault['kind'];
}

export interface WebhookReceiverOptions {
  /** `whsec_…`. */
  readonly secret: string;
  /** Every request is appended to this file as one JSON line and synced before it is answered. */
  readonly file?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Decides on each request how to misbehave; a scripted fault goes first. */
  readonly misbehave?: (request: { readonly id: string; readonly count: number }) => Fault | undefined;
}

/** A receiver that accepts nothing but correct Standard Webhooks, for tests of senders. Listens on 127.0.0.1. */
export interface WebhookReceiver {
  readonly url: string;
  readonly port: number;
  /** In the order they came. */
  readonly requests: readonly ReceivedWebhook[];
  /** Ids that were accepted with a 2xx answer, each once, in order. */
  readonly accepted: readonly string[];
  /** Faults for the next requests, in order, one each. */
  script(...faults: readonly Fault[]): void;
  /** Resolves when the condition holds, looked at after every request; rejects after `timeoutMs`. */
  until(condition: (receiver: WebhookReceiver) => boolean, timeoutMs: number): Promise<void>;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

const path = '/hook';

export async function startWebhookReceiver(options: WebhookReceiverOptions): Promise<WebhookReceiver> {
  const requests: ReceivedWebhook[] = [];
  const accepted = new Set<string>();
  const bodies = new Map<string, string>();
  const faults: Fault[] = [];
  const watchers = new Set<() => void>();
  const file = options.file === undefined ? undefined : openSync(options.file, 'a');

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const id = String(request.headers['webhook-id'] ?? '');
    const sent = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    const objection = webhookObjection(sent, path, options.secret) ?? changedBody(id, body);
    const fault = faults.shift() ?? options.misbehave?.({ id, count: requests.length });
    const status = answeredStatus(fault, objection);
    const attempt = Number(request.headers['webhook-attempt'] ?? 0);
    record({
      ...{ id, attempt, atMs: Date.now(), path: sent.path, body },
      ...(objection !== undefined && { objection }),
      ...(status !== undefined && { status }),
      ...(fault && { fault: fault.kind }),
    });
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault && fault.kind !== 'delay') playFault(fault, response);
    else response.writeHead(status ?? 500).end(objection ?? 'ok');
    for (const look of watchers) look();
  }

  /** A retry carries what the first attempt carried. */
  function changedBody(id: string, body: string): string | undefined {
    const first = bodies.get(id);
    if (first === undefined) bodies.set(id, body);
    return first !== undefined && first !== body ? 'another body under the same webhook-id' : undefined;
  }

  function record(received: ReceivedWebhook): void {
    requests.push(received);
    const isTaken = received.status !== undefined && received.status >= 200 && received.status < 300;
    if (isTaken && received.objection === undefined) accepted.add(received.id);
    if (file === undefined) return;
    writeSync(file, `${JSON.stringify(received)}\n`);
    fsyncSync(file);
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(() => response.destroy());
  };
  const server = options.tls ? createTlsServer({ ...options.tls }, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const receiver: WebhookReceiver = {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}${path}`,
    port,
    requests,
    get accepted() {
      return [...accepted];
    },
    script: (...more) => void faults.push(...more),
    until: (condition, timeoutMs) => waitUntil(() => condition(receiver), watchers, timeoutMs, requests),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (file !== undefined) closeSync(file);
    },
  };
  return receiver;
}

function answeredStatus(fault: Fault | undefined, objection: string | undefined): number | undefined {
  if (fault === undefined || fault.kind === 'delay') return objection === undefined ? 200 : 400;
  return 'status' in fault ? fault.status : undefined;
}

function waitUntil(
  holds: () => boolean,
  watchers: Set<() => void>,
  timeoutMs: number,
  requests: readonly ReceivedWebhook[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      watchers.delete(look);
      settle();
    };
    const look = () => {
      if (holds()) end(resolve);
    };
    const timer = setTimeout(() => {
      const seen = requests.map(({ id, attempt, status, objection }) => ({ id, attempt, status, objection }));
      end(() => reject(new Error(`not within ${timeoutMs} ms; received: ${JSON.stringify(seen.slice(-20))}`)));
    }, timeoutMs);
    watchers.add(look);
    look();
  });
}
