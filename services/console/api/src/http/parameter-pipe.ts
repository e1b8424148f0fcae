import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { unknownParameter } from '../alerts/alert-query.js';
import { ApiFailure, type RefusedParameter } from './api-failure.js';

/** Reads parameters by the zod schema their decorator names; what does not fit is one problem that lists each. */
export class ParameterPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: (issues) => {
        const refused = (issues as readonly z.core.$ZodIssue[]).flatMap(refusedParameters);
        const detail = refused.map(({ parameter, message }) => `${parameter}: ${message}`).join('; ');
        return new ApiFailure(400, 'API_PARAMETER_INVALID', detail, refused);
      },
    });
  }

  /** Nest would take out `constructor` and its kin without a word; the schemas are strict and refuse them aloud. */
  protected override stripProtoKeys(): void {}
}

/** Names longer than this are a client's noise and are not repeated to it whole. */
const maxShownName = 64;

function refusedParameters(issue: z.core.$ZodIssue): readonly RefusedParameter[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .slice(0, 10)
      .map((name) => ({ parameter: name.slice(0, maxShownName), message: `unknown; ${unknownParameter(name)}` }));
  }
  return [{ parameter: String(issue.path[0] ?? 'query'), message: messageOf(issue) }];
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().find(({ code }) => code === 'invalid_value');
    return inner === undefined ? issue.message : messageOf(inner);
  }
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`;
  return issue.message;
}
