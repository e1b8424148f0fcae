import { expect, test } from 'vitest';
import { logLogPlot, tickLabel } from './log-log-plot.js';

const panel = {
  title: 'Rules & cost',
  xLabel: 'rules',
  yLabel: 'µs a record',
  points: [
    { x: 10, y: 2 },
    { x: 100, y: 4 },
    { x: 1000, y: 8 },
  ],
};

test('every point is drawn, the axes carry whole decades, and the exponent is said', () => {
  const svg = logLogPlot([panel]);
  expect(svg.match(/<circle /g)).toHaveLength(3);
  for (const label of ['>10<', '>100<', '>1 k<', '>1<', '>rules<', '>µs a record<', '>exponent 0.30<'])
    expect(svg).toContain(label);
  expect(svg).toContain('Rules &amp; cost');
  expect(svg).toContain('<title>Rules &amp; cost: cost over size</title>');
});

test('equal steps on the axes are equal factors', () => {
  const xs = [...logLogPlot([panel]).matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
  const [a = 0, b = 0, c = 0] = xs;
  expect(b - a).toBeCloseTo(c - b, 0);
});

test.each([
  [1e6, '1 M'],
  [30_000, '30 k'],
  [10, '10'],
  [0.01, '0.01'],
])('%d stands on an axis as %s', (value, label) => {
  expect(tickLabel(value)).toBe(label);
});
