import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { Problems } from '../openapi/responses.js';
import { RulesWritten } from './write-views.js';

export interface WriteOperation {
  readonly operationId: string;
  readonly summary: string;
  /** What the `:id` of its path is the id of; absent where it has none. */
  readonly of?: 'rule' | 'suppression';
  /** It takes texts that may be too long. */
  readonly takesText?: boolean;
}

const written = 'what was written: in force at once, everywhere; suppressions hold by event time';

/** Documents a handler that writes a revision of the rules, and what it may answer. */
export function WritesRules({ operationId, summary, of, takesText = false }: WriteOperation): MethodDecorator {
  return applyDecorators(
    HttpCode(200),
    ApiOperation({ operationId, summary, tags: ['rules'] }),
    ApiOkResponse({ description: written, standardSchema: RulesWritten }),
    ...(of === undefined ? [] : [ApiParam({ name: 'id', schema: { type: 'string' }, description: `id of the ${of}` })]),
    Problems(400, 401, 403, ...(of === undefined ? [] : [404]), 409, ...(takesText ? [413] : []), 422, 503),
  );
}
