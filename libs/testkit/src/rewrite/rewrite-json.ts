import type { Random } from '../random.js';

export interface RewriteOptions {
  /** How often, in [0, 1], each liberty is taken. */
  readonly liberty: number;
}

/**
 * Writes an object as JSON as nobody does and every parser must read: white space between everything, members in another
 * order, members written twice with different values, objects that hold members of the outer one's names, names and texts
 * with escapes, names in another case or with a dot, letters beyond ASCII. What it means is what `JSON.parse` reads.
 */
export function rewriteJson(value: unknown, random: Random, { liberty }: RewriteOptions): string {
  const takes = () => random.chance(liberty);
  const names = isObject(value) ? Object.keys(value) : [];

  const space = () => (takes() ? random.pick([' ', '\n', '\r\n  ', '\t']) : '');
  const between = (parts: readonly string[], open: string, close: string): string =>
    `${open}${space()}${parts.map((part) => `${part}${space()}`).join(`,${space()}`)}${close}`;

  function written(inner: unknown, depth: number): string {
    if (typeof inner === 'string') return text(takes() ? random.pick([`${inner}é`, `\ufeff${inner}`, inner]) : inner);
    if (Array.isArray(inner))
      return between(
        inner.map((one) => written(one, depth + 1)),
        '[',
        ']',
      );
    if (!isObject(inner))
      return takes() ? random.pick(['1e5', '12345678901234567890', '-0', '1.50']) : JSON.stringify(inner);
    const members = Object.entries(inner).flatMap(([name, member]) => membersFor(name, member, depth));
    if (depth > 0 && takes())
      members.push(`${text(random.pick([...names, 'other']))}:${written(decoy(depth), depth + 1)}`);
    return between(takes() ? random.shuffled(members) : members, '{', '}');
  }

  function membersFor(name: string, member: unknown, depth: number): string[] {
    const own = `${text(name)}${space()}:${space()}${written(member, depth + 1)}`;
    if (!takes()) return [own];
    const again = `${text(random.pick([name, name, name.toUpperCase(), `${name}.x`, '__proto__']))}:${written(decoy(depth), depth + 1)}`;
    return random.pick([[again, own], [own, again], [own]]);
  }

  function decoy(depth: number): unknown {
    // Deeper in, a decoy with members would have decoys of its own without end.
    if (depth > 3) return random.pick([null, 'a', 5]);
    return random.pick([
      null,
      'a',
      5,
      [],
      {},
      Object.fromEntries(names.map((name) => [name, 'a'])),
      [{ x: 'a' }, 'b'],
      { x: { y: '😀' } },
    ]);
  }

  function text(plain: string): string {
    const quoted = JSON.stringify(plain);
    if (!takes() || plain === '') return quoted;
    const at = random.int(0, plain.length - 1);
    const code = plain.charCodeAt(at).toString(16).padStart(4, '0');
    return `${JSON.stringify(plain.slice(0, at)).slice(0, -1)}\\u${code}${JSON.stringify(plain.slice(at + 1)).slice(1)}`;
  }

  return `${space()}${written(value, 0)}${space()}`;
}

/** Bytes that are cut short, or hold a byte that does not belong there. */
export function breakBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.int(0, Math.max(0, bytes.length - 1));
  if (random.chance(0.3)) return bytes.subarray(0, at);
  const broken = Uint8Array.from(bytes);
  broken[at] = random.pick([0x00, 0x1f, 0x22, 0x2c, 0x30, 0x3a, 0x5b, 0x5c, 0x5d, 0x65, 0x7b, 0x7d, 0x80, 0xc3, 0xff]);
  return broken;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
