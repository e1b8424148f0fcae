import { expect, test } from 'vitest';
import { agree, firstDifference } from './agreement.js';

test('engines agree when the number and the sum of their matches do', () => {
  expect(agree({ matches: 2, checksum: 7 }, { matches: 2, checksum: 7 })).toBe(true);
  expect(agree({ matches: 2, checksum: 7 }, { matches: 2, checksum: 8 })).toBe(false);
});

test.each([
  ['one that only the first has', '0:1\n3:2\n', '0:1\n', { line: 3, rule: 2, inFirst: true }],
  ['one that only the second has', '0:1\n9:0\n', '0:1\n3:2\n9:0\n', { line: 3, rule: 2, inFirst: false }],
  ['numbers, not texts, are compared', '9:1\n10:1\n', '9:1\n10:0\n10:1\n', { line: 10, rule: 0, inFirst: false }],
  ['one engine matches nothing at all', '', '5:4\n', { line: 5, rule: 4, inFirst: false }],
])('the first difference is named: %s', (_name, first, second, expected) => {
  expect(firstDifference(first, second)).toEqual(expected);
});

test('equal matches have no difference, nor have those beyond the records that both saw', () => {
  expect(firstDifference('0:1\n2:2\n', '0:1\n2:2\n')).toBeUndefined();
  expect(firstDifference('0:1\n2:2\n', '0:1\n', 2)).toBeUndefined();
});
