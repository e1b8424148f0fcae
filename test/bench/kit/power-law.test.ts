import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitPowerLaw } from './power-law.js';

test('a law is found again in points that follow it', () => {
  const positive = fc.double({ min: 0.01, max: 100, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: -3, max: 3, noNaN: true }), positive, (exponent, factor) => {
      const points = [1, 3, 10, 100].map((x) => ({ x, y: factor * x ** exponent }));
      const fit = fitPowerLaw(points);
      expect(fit.exponent).toBeCloseTo(exponent, 6);
      expect(fit.factor / factor).toBeCloseTo(1, 6);
    }),
  );
});

test('noise up and down by the same factor does not move the exponent', () => {
  const points = [
    { x: 1, y: 2 },
    { x: 10, y: 0.5 },
    { x: 100, y: 0.5 },
    { x: 1000, y: 2 },
  ];
  expect(fitPowerLaw(points).exponent).toBeCloseTo(0);
});

test.each([
  ['one point', [{ x: 1, y: 1 }]],
  [
    'points at one x',
    [
      { x: 2, y: 1 },
      { x: 2, y: 3 },
    ],
  ],
  [
    'a value of 0',
    [
      { x: 1, y: 0 },
      { x: 2, y: 3 },
    ],
  ],
])('%s have no law', (_name, points) => {
  expect(() => fitPowerLaw(points)).toThrow(RangeError);
});
