/**
 * The values of `values` until the signal aborts, also while one is being waited for: standard input may never say
 * another word. What was left behind is closed as soon as it answers.
 */
export async function* untilAborted<T>(values: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = values[Symbol.asyncIterator]();
  const { promise: aborted, resolve: abort } = Promise.withResolvers<undefined>();
  const onAbort = (): void => abort(undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  let isWaiting = false;
  try {
    while (!signal.aborted) {
      isWaiting = true;
      const next = await Promise.race([iterator.next(), aborted]);
      if (next === undefined) return;
      isWaiting = false;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    const closed = iterator.return?.();
    if (isWaiting) closed?.catch(() => undefined);
    else await closed;
  }
}
