import { expect, it } from 'vitest';
import { RecentMap } from './recent-map.js';

function filled(): RecentMap<number, string> {
  const map = new RecentMap<number, string>(4);
  for (const key of [1, 2]) {
    map.set(key, `v${key}`);
    map.weigh(1);
  }
  return map;
}

it('holds everything until it is told to settle', () => {
  const map = filled();
  for (let key = 3; key < 100; key += 1) {
    map.set(key, 'v');
    map.weigh(1);
  }
  expect(map.get(1)).toBe('v1');
});

it('forgets what was not used since the one before last settling, and keeps what was', () => {
  const map = filled();
  map.settle();
  expect(map.get(1)).toBe('v1');
  map.set(3, 'v3');
  map.weigh(2);
  map.settle();
  expect([1, 2, 3].map((key) => map.get(key))).toEqual(['v1', undefined, 'v3']);
});

it('forgets nothing while there is room', () => {
  const map = filled();
  map.settle();
  map.settle();
  expect([1, 2].map((key) => map.get(key))).toEqual(['v1', 'v2']);
});
