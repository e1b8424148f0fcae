import { expect, it } from 'vitest';
import { countOf } from './counted.js';

it.each([
  { count: 0, text: '0 matches' },
  { count: 1, text: '1 match' },
  { count: 12_345, text: '12,345 matches' },
])('counts as people write it: $text', ({ count, text }) => {
  expect(countOf(count, 'match', 'matches')).toBe(text);
});
