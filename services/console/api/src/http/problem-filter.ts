import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { hasCode } from '@trailhound/contracts';
import type { Logger } from '@trailhound/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiErrorCode } from './api-errors.js';
import { ApiFailure, ContentRefused } from './api-failure.js';
import { contentProblem, type ProblemDocument } from './problem-document.js';

type Described = Pick<ProblemDocument, 'status' | 'code' | 'detail' | 'errors' | 'problems'> & {
  readonly code: ApiErrorCode;
};

/** Writes every failure of a request as a problem document; only unexpected ones are logged, and never shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const described = describe(error);
    if (described.status >= 500) {
      const facts = { err: error, requestId: request.id, route: request.routeOptions?.url };
      this.logger.error(facts, 'request failed');
    }
    if (described.status === 401) void reply.header('www-authenticate', 'Bearer realm="trailhound"');
    // Whatever else was sent on this connection is not read: a refused body would have to be swallowed first.
    if (described.status === 413) void reply.header('connection', 'close');
    void reply
      .status(described.status)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemOf(described, request.id)));
  }
}

export function problemOf(described: Described, requestId: string): ProblemDocument {
  return {
    type: `urn:trailhound:error:${described.code}`,
    title: STATUS_CODES[described.status] ?? 'Error',
    ...described,
    requestId,
  };
}

function describe(error: unknown): Described {
  if (error instanceof ApiFailure) {
    const errors = error.parameters.length > 0 ? { errors: [...error.parameters] } : {};
    const problems = error instanceof ContentRefused ? { problems: error.problems.map(contentProblem) } : {};
    return { status: error.status, code: error.code as ApiErrorCode, detail: error.message, ...errors, ...problems };
  }
  if (hasCode(error, 'CURSOR_INVALID')) {
    const detail = 'the cursor is not one this API gave out; ask for the first page again';
    return {
      status: 400,
      code: 'CURSOR_INVALID',
      detail,
      errors: [{ parameter: 'cursor', message: 'not a cursor of this API' }],
    };
  }
  if (hasCode(error, 'STORE_UNAVAILABLE')) {
    return { status: 503, code: 'API_UNAVAILABLE', detail: 'a store does not answer; try again' };
  }
  const status = statusOf(error);
  if (status === 404) return { status, code: 'API_NOT_FOUND', detail: 'there is nothing under this path' };
  if (status === 413) return { status, code: 'API_BODY_TOO_LARGE', detail: 'the body is larger than this API takes' };
  if (status !== undefined && status >= 400 && status < 500) {
    return { status, code: 'API_REQUEST_INVALID', detail: 'the request cannot be read' };
  }
  return {
    status: 500,
    code: 'API_INTERNAL',
    detail: 'the request failed; the log has the reason under the request id',
  };
}

/** The status Nest or Fastify gives an error of its own. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = error instanceof Error ? (error as { statusCode?: unknown }).statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}
