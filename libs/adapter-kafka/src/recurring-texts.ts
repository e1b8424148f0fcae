/** Longer texts do not come again often. */
const maxBytes = 64;

/**
 * Decodes UTF-8 texts that come again and again, such as names of events: those seen lately are found by their bytes, which
 * takes less than decoding them, and are the same text each time, which makes them quick to look up elsewhere. Remembers one text a
 * slot, `slots` (a power of two) in all.
 */
export class RecurringTexts {
  readonly #slots: ({ readonly bytes: Uint8Array; readonly text: string } | undefined)[];

  constructor(slots = 4096) {
    this.#slots = new Array(slots).fill(undefined);
  }

  text(bytes: Buffer): string {
    const { length } = bytes;
    if (length > maxBytes) return bytes.toString();
    const slot = hashOf(bytes) & (this.#slots.length - 1);
    const known = this.#slots[slot];
    if (known !== undefined && isEqual(known.bytes, bytes)) return known.text;
    const text = bytes.toString();
    // A copy: what it came in is a view into a whole fetch.
    this.#slots[slot] = { bytes: Uint8Array.from(bytes), text };
    return text;
  }
}

/** FNV-1a, its high bits folded in. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash ^ (hash >>> 16);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
