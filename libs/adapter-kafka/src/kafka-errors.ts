/** The broker's name for an error (`MESSAGE_TOO_LARGE`), however deep a client wrapped it; empty where there is none. */
export function errorType(error: unknown): string {
  for (const one of causes(error)) if ('type' in one && typeof one.type === 'string') return one.type;
  return '';
}

const groupErrors = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
  'FENCED_INSTANCE_ID',
]);

/**
 * The error by which the broker says that this member must join again, where there is one in the chain. kafkajs joins again
 * when it is thrown as it is, and takes a wrapped one for the end.
 */
export function groupError(error: unknown): Error | undefined {
  return causes(error).find((one) => 'type' in one && typeof one.type === 'string' && groupErrors.has(one.type));
}

/** kafkajs calls it final; a broker that came back says it until it has elected one. */
const coordinatorNotFound = 'KafkaJSGroupCoordinatorNotFound';

/**
 * True for what may pass by itself: a broker that is away, loading or electing. False for what only a person can mend,
 * such as a refused password. The root cause decides, because clients call an error final when their own retries are over.
 */
export function isPassing(error: unknown): boolean {
  const chain = causes(error);
  if (chain.some(({ name }) => name === coordinatorNotFound)) return true;
  const judged = chain.findLast((one) => 'retriable' in one);
  return judged !== undefined && 'retriable' in judged && judged.retriable === true;
}

/** The error and what caused it, outermost first. */
function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  let at: unknown = error;
  while (at instanceof Error && !chain.includes(at)) {
    chain.push(at);
    at = 'errors' in at && Array.isArray(at.errors) ? at.errors[0] : at.cause;
  }
  return chain;
}
