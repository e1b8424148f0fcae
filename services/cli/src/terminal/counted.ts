/** `12,345`. */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** A count with its noun: `1 record`, `12,345 records`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}
