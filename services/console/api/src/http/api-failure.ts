import { CodedError, type Problem } from '@trailhound/contracts';
import type { ApiErrorCode } from './api-errors.js';

export interface RefusedParameter {
  readonly parameter: string;
  readonly message: string;
}

/** An answer that is a problem document; thrown by handlers, written by the problem filter. */
export class ApiFailure extends CodedError {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 503,
    code: ApiErrorCode,
    message: string,
    readonly parameters: readonly RefusedParameter[] = [],
    options?: ErrorOptions,
  ) {
    super(code, message, {}, options);
  }
}

/** A write that is refused for what it holds: each problem with its place and what to do. */
export class ContentRefused extends ApiFailure {
  constructor(readonly problems: readonly Problem[]) {
    const [first] = problems;
    const more = problems.length > 1 ? ` and ${problems.length - 1} more` : '';
    super(422, 'API_CONTENT_REFUSED', `nothing was changed: ${first?.message ?? 'it is refused'}${more}`);
  }
}
