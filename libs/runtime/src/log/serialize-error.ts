/** Causes below this depth are not followed; a cycle ends here too. */
const maxCauses = 5;

/** An error as log fields: type, code, message, details, stack and the chain of causes. Never throws. */
export function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const { code, details } = error as { code?: unknown; details?: unknown };
  return {
    type: error.name,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    message: error.message,
    ...(typeof details === 'object' && details !== null && Object.keys(details).length > 0 && { details }),
    ...(depth === 0 && { stack: error.stack }),
    ...(error.cause !== undefined && depth < maxCauses && { cause: serializeError(error.cause, depth + 1) }),
    ...(error instanceof AggregateError &&
      depth < maxCauses && { errors: error.errors.slice(0, 10).map((one) => serializeError(one, depth + 1)) }),
  };
}
