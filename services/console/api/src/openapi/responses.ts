import { STATUS_CODES } from 'node:http';
import { applyDecorators } from '@nestjs/common';
import { ApiResponse, ApiSecurity } from '@nestjs/swagger';

export const securityScheme = 'token';

/** Documents that the handlers ask for a token; the token guard does the asking. */
export function Secured(): ClassDecorator & MethodDecorator {
  return ApiSecurity(securityScheme);
}

/** Documents the problem documents a handler may answer with. */
export function Problems(...statuses: readonly number[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: STATUS_CODES[status] ?? 'Error',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );
}
