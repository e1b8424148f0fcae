import { sha256Bytes } from '@trailhound/contracts';

/** A reproducible source of choices: the same seed gives the same sequence on every machine. Not for secrets. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number, both ends included. */
  int(min: number, max: number): number;
  /** True with this probability (0 to 1). */
  chance(probability: number): boolean;
  /** One of the values, each as likely. Throws RangeError when there is none. */
  pick<T>(from: readonly T[]): T;
  /** One of the values, as likely as its weight says. Throws RangeError when no weight is positive. */
  weighted<T>(from: readonly (readonly [T, number])[]): T;
  /** A new array in random order. */
  shuffled<T>(from: readonly T[]): T[];
  /** `length` characters of the alphabet. */
  text(alphabet: string, length: number): string;
  /** A version 4 UUID, lower case. */
  uuid(): string;
  /** An independent source: its sequence depends on the seed and the name only, not on what was drawn before. */
  fork(name: string): Random;
}

const hexDigits = '0123456789abcdef';
const rotateLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** xoshiro128** (Blackman and Vigna, https://prng.di.unimi.it) seeded from the SHA-256 of the seed's text. */
export function seededRandom(seed: string | number): Random {
  const bytes = sha256Bytes(String(seed));
  const word = (at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  let [a, b, c, d] = [word(0), word(4), word(8), word(12)];

  function next(): number {
    const drawn = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return drawn / 2 ** 32;
  }
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(int(0, alphabet.length - 1))).join('');

  function pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('nothing to pick from');
    return from[int(0, from.length - 1)] as T;
  }

  return {
    next,
    int,
    text,
    pick,
    chance: (probability) => next() < probability,
    weighted: (from) => {
      const possible = from.filter(([, weight]) => weight > 0);
      let left = next() * possible.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of possible) {
        left -= weight;
        if (left < 0) return value;
      }
      // Rounding can leave a trace of the sum over: it belongs to the last value.
      const last = possible.at(-1);
      if (last === undefined) throw new RangeError('no positive weight to pick by');
      return last[0];
    },
    shuffled: (from) => {
      const out = [...from];
      for (let at = out.length - 1; at > 0; at--) {
        const other = int(0, at);
        [out[at], out[other]] = [out[other] as (typeof out)[number], out[at] as (typeof out)[number]];
      }
      return out;
    },
    uuid: () => {
      const variant = pick(['8', '9', 'a', 'b']);
      const group = (length: number) => text(hexDigits, length);
      return `${group(8)}-${group(4)}-4${group(3)}-${variant}${group(3)}-${group(12)}`;
    },
    fork: (name) => seededRandom(`${seed}/${name}`),
  };
}
