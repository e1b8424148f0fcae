/** `12,345`. */
export function counted(count: number): string {
  // Not by Intl: loading what it knows of languages takes longer than a short command does.
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: `1 record`, `12,345 records`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}
