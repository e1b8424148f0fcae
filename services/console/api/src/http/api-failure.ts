import { CodedError } from '@trailhound/contracts';
import type { ApiErrorCode } from './api-errors.js';

export interface RefusedParameter {
  readonly parameter: string;
  readonly message: string;
}

/** An answer that is a problem document; thrown by handlers, written by the problem filter. */
export class ApiFailure extends CodedError {
  constructor(
    readonly status: 400 | 401 | 404 | 413 | 503,
    code: ApiErrorCode,
    message: string,
    readonly parameters: readonly RefusedParameter[] = [],
    options?: ErrorOptions,
  ) {
    super(code, message, {}, options);
  }
}
