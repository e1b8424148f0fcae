import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Health } from '../health/health.js';
import { answerProbe, type ProbePath } from '../health/health-answer.js';
import type { Metrics } from '../metrics/metrics.js';
import { type ListenAddress, listenUrl } from './listen-address.js';

export interface AdminServerOptions {
  readonly health: Health;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly listen: ListenAddress;
}

export interface AdminServer {
  /** Resolves with the URL once it accepts connections; rejects with the system's error (`EADDRINUSE`). */
  listen(): Promise<string>;
  close(): Promise<void>;
}

interface Answer {
  readonly statusCode: number;
  readonly contentType: string;
  readonly text: string;
}

/**
 * `/livez`, `/readyz` and `/metrics` of a service without an API of its own. Open to whoever reaches the port: it says
 * states and counts, never records. Requests are bounded in size and time.
 */
export function createAdminServer({ health, metrics, logger, listen }: AdminServerOptions): AdminServer {
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000, maxHeaderSize: 8 * 1024 },
    (request, response) => {
      answer(request, health, metrics).then(
        (found) => send(response, request.method === 'HEAD' ? { ...found, text: '' } : found),
        (error: unknown) => {
          logger.error({ err: error, path: request.url }, 'admin request failed');
          send(response, plain(500, 'internal error'));
        },
      );
    },
  );
  return {
    listen: () => listenOn(server, listen),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, health: Health, metrics: Metrics): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'only GET and HEAD');
  const path = (request.url ?? '').split('?', 1)[0];
  switch (path) {
    case '/livez':
    case '/readyz':
      return probe(health, path);
    case '/metrics': {
      const { contentType, text } = await metrics.expose();
      return { statusCode: 200, contentType, text };
    }
    default:
      return plain(404, 'there is /livez, /readyz and /metrics');
  }
}

async function probe(health: Health, path: ProbePath): Promise<Answer> {
  const { statusCode, body } = await answerProbe(health, path);
  return { statusCode, contentType: 'application/json', text: `${JSON.stringify(body)}\n` };
}

function plain(statusCode: number, text: string): Answer {
  return { statusCode, contentType: 'text/plain; charset=utf-8', text: `${text}\n` };
}

function send(response: ServerResponse, { statusCode, contentType, text }: Answer): void {
  response.writeHead(statusCode, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

function listenOn(server: Server, { host, port }: ListenAddress): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(listenUrl(host, typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
