import { expect, test } from 'vitest';
import { rate, ratio, tableText } from './table.js';

test('a table is aligned Markdown: figures to the right, words to the left', () => {
  const table = {
    headings: ['rules', 'times'],
    rows: [
      ['100 rules', '9.50'],
      ['1,000 of a|b', '–'],
      ['x', '12'],
    ],
  };
  expect(tableText(table).split('\n')).toEqual([
    '| rules         | times |',
    '| ------------- | ----: |',
    '| 100 rules     |  9.50 |',
    '| 1,000 of a\\|b |     – |',
    '| x             |    12 |',
  ]);
});

test.each([
  [987, '987'],
  [1234, '1.2 k'],
  [9_949, '9.9 k'],
  [41_700, '42 k'],
  [417_300, '417 k'],
  [999_600, '1.00 M'],
  [1_234_000, '1.23 M'],
])('a rate of %d is written %s', (perSecond, text) => {
  expect(rate(perSecond)).toBe(text);
});

test.each([
  [1, 3, '0.33'],
  [19, 2, '9.50'],
  [100, 8, '13'],
  [10_000, 7, '1429'],
])('the ratio of %d to %d is written %s', (figure, of, text) => {
  expect(ratio(figure, of)).toBe(text);
});
