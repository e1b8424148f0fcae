/** Files that are read at once: more wait for the same disk. */
const together = 16;

/** Reads each item, several at once, and answers in their order. `read` must not reject. */
export async function readSeveral<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const reader = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await read(items[at] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(together, items.length) }, reader));
  return results;
}
