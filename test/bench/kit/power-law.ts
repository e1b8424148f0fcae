/** `y = factor · x^exponent`, as it fits points best. */
export interface PowerLaw {
  readonly exponent: number;
  readonly factor: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Fits a power law: least squares on logarithms, so that a point twice too high weighs as much as one half as high.
 * Throws RangeError unless there are two different x, and all x and y are above 0.
 */
export function fitPowerLaw(points: readonly Point[]): PowerLaw {
  if (new Set(points.map(({ x }) => x)).size < 2) throw new RangeError('a power law needs points at two x or more');
  if (points.some(({ x, y }) => !(x > 0 && y > 0))) throw new RangeError('a power law has no values of 0 or below');
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (of: (point: Point) => number) => logs.reduce((sum, point) => sum + of(point), 0) / logs.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const covariance = mean(({ x, y }) => (x - meanX) * (y - meanY));
  const variance = mean(({ x }) => (x - meanX) ** 2);
  const exponent = covariance / variance;
  return { exponent, factor: Math.exp(meanY - exponent * meanX) };
}
