import { expect, test } from 'vitest';
import { fnv1a, MatchChecksum } from './checksum.js';

// http://www.isthe.com/chongo/src/fnv/test_fnv.c
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('the hash of %j is the published one', (text, hash) => {
  expect(fnv1a(text)).toBe(hash);
});

test('the hash is of UTF-8, not of characters', () => {
  expect(fnv1a('é')).not.toBe(fnv1a('\u00c3\u00a9'));
});

test('the checksum does not depend on the order in which matches are told', () => {
  const pairs = Array.from({ length: 50 }, (_, at) => [at, at * 7] as const);
  const sumOf = (told: typeof pairs) => {
    const sum = new MatchChecksum();
    for (const [line, rule] of told) sum.add(line, rule);
    return sum;
  };
  expect(sumOf(pairs)).toEqual(sumOf(pairs.toReversed()));
  expect(sumOf(pairs).matches).toBe(50);
});

test('the checksum tells line from rule and stays within 32 bits', () => {
  const [one, other] = [new MatchChecksum(), new MatchChecksum()];
  for (let at = 0; at < 5; at++) {
    one.add(at, 1);
    other.add(1, at);
  }
  expect(one.checksum).not.toBe(other.checksum);
  expect(one.checksum).toBeLessThan(2 ** 32);
});
