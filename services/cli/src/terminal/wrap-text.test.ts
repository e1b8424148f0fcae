import { expect, it } from 'vitest';
import { wrapText } from './wrap-text.js';

it.each([
  { name: 'leaves a short text alone', text: 'one two', lines: ['one two'] },
  { name: 'breaks at spaces', text: 'one two three four', lines: ['one two', 'three four'] },
  { name: 'cuts a word longer than a line', text: 'abcdefghijklmnop', lines: ['abcdefghij', 'klmnop'] },
  {
    name: 'says that more was left out',
    text: 'aaaa bbbb cccc dddd eeee ffff gggg',
    lines: ['aaaa bbbb', 'cccc dddd', 'eeee ffff…'],
  },
])('$name', ({ text, lines }) => {
  expect(wrapText(text, 10, 3)).toEqual(lines);
});
