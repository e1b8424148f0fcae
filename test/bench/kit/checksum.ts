const encoder = new TextEncoder();

/** FNV-1a, 32 bits, over the UTF-8 of a text: http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const octet of encoder.encode(text)) hash = Math.imul(hash ^ octet, 0x01000193);
  return hash >>> 0;
}

/**
 * Sums up which rules match which records, whatever order they are told in: the sum of `fnv1a('line:rule')` mod 2³². Both
 * count from 0: `line` over the records of the file, `rule` over its array.
 */
export class MatchChecksum {
  matches = 0;
  checksum = 0;

  add(line: number, rule: number): void {
    this.matches++;
    this.checksum = (this.checksum + fnv1a(`${line}:${rule}`)) >>> 0;
  }
}
