/** An error of this client in the words of the adapter: the broker's name for it, and whether it may pass by itself. */
export class KafkaFailure extends Error {
  override readonly name = 'KafkaFailure';
  readonly type: string;
  readonly retriable: boolean;

  constructor(cause: unknown) {
    const all = everyError(cause);
    super(wordsOf(all), { cause });
    // The client turns this one answer of the broker into a mistake of its caller.
    const isUnknownTopic = all.some(({ message }) => message.startsWith('Unknown topic '));
    this.type = isUnknownTopic ? 'UNKNOWN_TOPIC_OR_PARTITION' : (typesOf(all)[0] ?? '');
    this.retriable = isUnknownTopic || all.every((one) => !('canRetry' in one) || one.canRetry !== false);
  }
}

/** Does something with the client, and rejects in the words of the adapter. */
export async function inOurWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof KafkaFailure ? error : new KafkaFailure(error);
  }
}

/** The broker's names for everything that went wrong, in order. */
export function failureTypes(error: unknown): readonly string[] {
  return typesOf(everyError(error));
}

function typesOf(all: readonly Error[]): readonly string[] {
  return all.flatMap((one) => ('apiId' in one && typeof one.apiId === 'string' ? [one.apiId] : []));
}

/** What the broker says itself is the clearest; the last of the causes is the next best. */
function wordsOf(all: readonly Error[]): string {
  for (const one of all)
    if ('serverErrorMessage' in one && typeof one.serverErrorMessage === 'string') return one.serverErrorMessage;
  return all.at(-1)?.message ?? 'no reason given';
}

/** An error, what it gathers and what caused it, outermost first. */
function everyError(error: unknown, seen: Error[] = []): readonly Error[] {
  if (!(error instanceof Error) || seen.includes(error)) return seen;
  seen.push(error);
  if ('errors' in error && Array.isArray(error.errors)) for (const one of error.errors) everyError(one, seen);
  everyError(error.cause, seen);
  return seen;
}
