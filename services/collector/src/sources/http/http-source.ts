import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Clock, Logger } from '@trailhound/ports';
import { type InputItem, type ReadOptions, readInput } from '../../read/read-input.js';
import { Arrivals } from '../arrivals.js';
import type { Input, Source } from '../source.js';
import { firehoseAnswer, parseFirehose } from './firehose.js';
import { inflated, isAuthorized, type Refusal, readBody } from './read-request.js';

export interface HttpSourceOptions extends ReadOptions {
  readonly listen: { readonly host: string; readonly port: number };
  /** Whoever presents one of these may push; at least one. */
  readonly tokens: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Largest body, as sent and uncompressed. Default 16 MiB. */
  readonly maxBytes?: number;
  /** Requests in hand at once; those beyond are told to come again. Default 32. */
  readonly maxInHand?: number;
  readonly backfill?: boolean;
  readonly notify?: boolean;
  /** Told where it listens. */
  readonly onListening?: (port: number) => void;
}

const defaultMaxBytes = 16 << 20;
const defaultMaxInHand = 32;

/**
 * Records pushed by POST, whoever sends them: a Lambda, an API destination of EventBridge, Firehose. A request is answered
 * with 200 when all of it is durable in the log, and never before, so that a sender that tries again until then loses
 * nothing. 401, 413 and 429 come before anything was kept; 503 where the collector stops in the middle.
 */
export function httpSource(options: HttpSourceOptions): Source {
  const { maxInHand = defaultMaxInHand, backfill = false, notify = false } = options;

  async function* inputs(signal: AbortSignal = new AbortController().signal): AsyncGenerator<Input> {
    const arrivals = new Arrivals<Input>();
    const open = new Set<ServerResponse>();
    const server = createServer(
      { headersTimeout: 5_000, requestTimeout: 60_000, maxHeaderSize: 16 * 1024 },
      (request, response) => {
        if (open.size >= maxInHand) return refuse(request, response, 429, 'too many requests in hand', '1');
        open.add(response);
        response.once('close', () => open.delete(response));
        received(request, response, options)
          .then((input) => {
            if (input !== undefined) arrivals.push(input);
          })
          .catch((err: unknown) => {
            options.logger.warn({ err }, 'a pushed request could not be read');
            response.destroy();
          });
      },
    );
    try {
      await listening(server, options);
      yield* arrivals.values(signal);
    } finally {
      server.close();
      for (const response of open) answer(response, 503, 'the collector stops: send it again');
      server.closeIdleConnections();
    }
  }

  return { kind: 'http', concurrency: maxInHand, isLasting: true, backfill, notify, inputs };
}

/** The input a request is; undefined where it was refused, and answered so. */
async function received(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpSourceOptions,
): Promise<Input | undefined> {
  const { maxBytes = defaultMaxBytes, clock } = options;
  const refused = ({ status, message }: Refusal) => void refuse(request, response, status, message);
  if (!isAuthorized(request, options.tokens)) return refused({ status: 401, message: 'a token is needed' });
  if (request.method !== 'POST') return refused({ status: 405, message: 'records are pushed by POST' });
  const body = await readBody(request, maxBytes);
  if ('status' in body) return refused(body);
  if (request.headers['x-amz-firehose-request-id'] === undefined) {
    const name = `http:${randomUUID()}`;
    const read = () => readInput(name, once(body), options);
    return { name, deliveredMs: clock.now(), read, settle: async () => answer(response, 200, 'ok') };
  }
  const text = inflated(body, request.headers['content-encoding'], maxBytes);
  if (typeof text !== 'string') return refused(text);
  const batch = parseFirehose(text);
  if (batch.kind === 'bad') return refused({ status: 400, message: batch.message });
  const name = `http:firehose:${batch.requestId}`;
  async function* read(records: readonly Uint8Array[]): AsyncGenerator<readonly InputItem[]> {
    for (const record of records) yield* readInput(name, once(record), options);
  }
  return {
    ...{ name, deliveredMs: clock.now(), read: () => read(batch.records) },
    settle: async () => send(response, 200, 'application/json', firehoseAnswer(batch.requestId, clock.now())),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Refuses, in the form Firehose reads where it is Firehose that asks. What is left of the body is not read. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message: string,
  retryAfter?: string,
) {
  const requestId = request.headers['x-amz-firehose-request-id'];
  response.setHeader('connection', 'close');
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  if (typeof requestId !== 'string') return answer(response, status, message);
  send(response, status, 'application/json', firehoseAnswer(requestId, Date.now(), message));
}

function answer(response: ServerResponse, status: number, message: string): void {
  send(response, status, 'text/plain; charset=utf-8', `${message}\n`);
}

function send(response: ServerResponse, status: number, contentType: string, text: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
}

function listening(
  server: ReturnType<typeof createServer>,
  { listen: { host, port }, logger, onListening }: HttpSourceOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      logger.info({ host, port: taken }, 'records may be pushed');
      onListening?.(taken);
      resolve();
    });
  });
}
