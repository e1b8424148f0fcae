/** A word of JSON, or a whole number of few digits; undefined for other values. */
export function wordAt(bytes: Uint8Array, start: number, end: number): number | boolean | null | undefined {
  const first = bytes[start] as number;
  if (first === 0x6e) return null;
  if (first === 0x74) return true;
  if (first === 0x66) return false;
  if (end - start > 9) return undefined;
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number;
}
