import { expect, it } from 'vitest';
import { recordPointer } from './record-pointer.js';

it.each([
  { text: 'a.json', pointer: { input: 'a.json', which: { kind: 'nth', nth: 0 } } },
  { text: 'a.json#0', pointer: { input: 'a.json', which: { kind: 'index', index: 0 } } },
  { text: '-#12', pointer: { input: '-', which: { kind: 'index', index: 12 } } },
  { text: 'a.json#', pointer: { input: 'a.json', which: { kind: 'nth', nth: 0 } } },
  {
    text: 'a.json#5b1c7a52-6c1f-4e0e-9d3e-6f0f3a1b2c3d',
    pointer: { input: 'a.json', which: { kind: 'id', eventID: '5b1c7a52-6c1f-4e0e-9d3e-6f0f3a1b2c3d' } },
  },
  { text: 'odd#1.json', pointer: { input: 'odd#1.json', which: { kind: 'nth', nth: 0 } } },
  { text: 'odd#1.json#3', pointer: { input: 'odd#1.json', which: { kind: 'index', index: 3 } } },
])('reads $text', ({ text, pointer }) => {
  expect(recordPointer(text, (path) => path === 'odd#1.json')).toEqual(pointer);
});
