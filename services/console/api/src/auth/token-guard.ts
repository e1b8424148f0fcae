import type { FastifyRequest } from 'fastify';
import { ApiFailure } from '../http/api-failure.js';
import type { ApiTokens } from './api-tokens.js';

/** Routes that answer without a token: probes, metrics and the description of the API; none says anything of a record. */
const openRoutes: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics', '/api/openapi.json']);

/**
 * Refuses every request without an accepted token (`API_UNAUTHENTICATED`), unless its route is one of the open ones.
 * It goes by the route the router found, never by the text of the URL, and what matches no route needs a token too.
 * It runs before the body is read.
 */
export function tokenGuard(tokens: ApiTokens): (request: FastifyRequest) => void {
  return (request) => {
    if (!request.is404 && openRoutes.has(request.routeOptions.url ?? '')) return;
    const presented = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (presented === undefined) throw refused('a token is needed: Authorization: Bearer <token>');
    if (!tokens.accepts(presented)) throw refused('the token is not accepted');
  };
}

function refused(detail: string): ApiFailure {
  return new ApiFailure(401, 'API_UNAUTHENTICATED', detail);
}
