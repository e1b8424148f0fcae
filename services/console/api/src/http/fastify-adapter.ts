import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type Logger, type Metrics, requestSeconds } from '@trailhound/runtime';
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { ApiFailure } from './api-failure.js';
import type { ProblemFilter } from './problem-filter.js';

/** Bounds on a request, so that no client can hold a connection or memory for long. */
export interface HttpLimits {
  /** From the connection to the end of the headers, milliseconds. */
  readonly headersTimeoutMs: number;
  /** For the whole request, milliseconds. */
  readonly requestTimeoutMs: number;
  /** How often the two are looked at, milliseconds. */
  readonly checkEveryMs: number;
  readonly maxHeaderBytes: number;
  readonly maxBodyBytes: number;
  readonly maxConnections: number;
}

export const defaultHttpLimits: HttpLimits = {
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  checkEveryMs: 1_000,
  maxHeaderBytes: 16 * 1024,
  maxBodyBytes: 1024 * 1024,
  maxConnections: 512,
};

const keepAliveMs = 5_000;

/** Sent with every answer: it is data, for nobody's cache, frame or script. */
const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export interface AdapterOptions {
  readonly limits: HttpLimits;
  readonly guard: (request: FastifyRequest) => void;
  readonly problems: ProblemFilter;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** The HTTP server: bounds, security headers, the guard before anything is read, and request metrics. */
export function fastifyAdapter({ limits, guard, problems, metrics, logger }: AdapterOptions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: limits.maxBodyBytes,
    // Every parameter the headers' bound lets through reaches its handler, which knows what to say of it.
    routerOptions: { maxParamLength: limits.maxHeaderBytes },
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      maxHeaderSize: limits.maxHeaderBytes,
    },
    // What the router itself refuses, such as a malformed percent escape, never reaches Nest.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers(securityHeaders);
      problems.answer(error, request, reply);
    },
  });
  const server = adapter.getInstance();
  server.server.maxConnections = limits.maxConnections;
  const duration = metrics.histogram({
    name: 'trailhound_api_request_duration_seconds',
    help: 'Time to answer a request of the API.',
    labels: ['method', 'route', 'status'],
    buckets: requestSeconds,
  });
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders);
    guard(request);
    if (Number(request.headers['content-length'] ?? 0) > limits.maxBodyBytes) {
      throw new ApiFailure(413, 'API_BODY_TOO_LARGE', `the body is larger than ${limits.maxBodyBytes} bytes`);
    }
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    duration.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
  });
  return adapter;
}
