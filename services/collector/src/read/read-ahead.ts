/**
 * The same values, the next one asked for while one is worked on: what makes them (a disk, zlib on a thread of its own)
 * works at the same time as who takes them. Leaving early ends the source.
 */
export async function* readAhead<T>(values: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = values.next();
  try {
    while (true) {
      const { done, value } = await next;
      if (done) return;
      next = values.next();
      // Its failure is met where it is waited for; a taker that leaves does not.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await values.return(undefined);
  }
}
