import { expect, it } from 'vitest';
import { appliesAt } from './suppression.js';

it.each([
  { name: 'before it starts', period: { fromMs: 10 }, at: 9, applies: false },
  { name: 'the moment it starts', period: { fromMs: 10 }, at: 10, applies: true },
  { name: 'the moment before it ends', period: { untilMs: 20 }, at: 19, applies: true },
  { name: 'the moment it ends', period: { untilMs: 20 }, at: 20, applies: false },
  { name: 'without bounds', period: {}, at: 0, applies: true },
])('$name a suppression applies: $applies', ({ period, at, applies }) => {
  expect(appliesAt(period, at)).toBe(applies);
});
