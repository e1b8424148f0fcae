/** Files that are read at once: more wait for the same disk. */
const together = 16;

/** Reads each item, a few ahead of who takes them, and gives them out in their order. `read` must not reject. */
export async function* readSeveral<T, R>(items: readonly T[], read: (item: T) => Promise<R>): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for (const item of items) {
    underWay.push(read(item));
    if (underWay.length === together) yield await (underWay.shift() as Promise<R>);
  }
  for (const one of underWay) yield await one;
}
