/** Bytes needed to tell an encoding. */
export const encodingHeadBytes = 4;

/** The name of an encoding that is not UTF-8, by its mark or by the zero bytes an ASCII bracket has in it. */
export function foreignEncoding(head: Uint8Array): string | undefined {
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16';
  if (a === 0xfe && b === 0xff) return 'UTF-16';
  if (a === 0 && b === 0) return c === 0xfe || c === 0 ? 'UTF-32' : undefined;
  if (a === 0 || b === 0) return 'UTF-16';
  return undefined;
}
