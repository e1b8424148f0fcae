import { fitPowerLaw, type Point } from './power-law.js';

/** One picture of a plot: points over two logarithmic axes, with the power law that fits them. */
export interface Panel {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly points: readonly Point[];
}

const width = 460;
const height = 320;
const margin = { top: 44, right: 24, bottom: 54, left: 74 };
const plotWidth = width - margin.left - margin.right;
const plotHeight = height - margin.top - margin.bottom;

/** An SVG with the panels in two columns, to be read on white and in print. */
export function logLogPlot(panels: readonly Panel[]): string {
  const rows = Math.ceil(panels.length / 2);
  const drawn = panels.map((panel, at) => {
    const [x, y] = [(at % 2) * width, Math.floor(at / 2) * height];
    return `<g transform="translate(${x} ${y})">${panelSvg(panel)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width * 2} ${height * rows}" width="${width * 2}" height="${height * rows}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2933">`,
    `<title>${escaped(panels.map(({ title }) => title).join(', '))}: cost over size</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function panelSvg({ title, xLabel, yLabel, points }: Panel): string {
  const xAxis = axis(points.map(({ x }) => x));
  const yAxis = axis(points.map(({ y }) => y));
  const left = (x: number) => margin.left + xAxis.share(x) * plotWidth;
  const top = (y: number) => margin.top + (1 - yAxis.share(y)) * plotHeight;
  const { exponent, factor } = fitPowerLaw(points);
  const [first = 1, last = 1] = [points[0]?.x, points.at(-1)?.x];
  const onLaw = (x: number) => `${round(left(x))},${round(top(factor * x ** exponent))}`;
  const middle = margin.left + plotWidth / 2;
  return [
    text(title, margin.left, 22, 'font-size="15" font-weight="600"'),
    ...xAxis.ticks.map((tick) =>
      gridLine([left(tick), margin.top], [left(tick), margin.top + plotHeight]).concat(
        text(tickLabel(tick), left(tick), margin.top + plotHeight + 18, 'text-anchor="middle"'),
      ),
    ),
    ...yAxis.ticks.map((tick) =>
      gridLine([margin.left, top(tick)], [margin.left + plotWidth, top(tick)]).concat(
        text(tickLabel(tick), margin.left - 8, top(tick) + 4, 'text-anchor="end"'),
      ),
    ),
    `<rect x="${margin.left}" y="${margin.top}" width="${plotWidth}" height="${plotHeight}" fill="none" stroke="#7b8794"/>`,
    `<path d="M${onLaw(first)} L${onLaw(last)}" stroke="#c2410c" stroke-width="1.5" stroke-dasharray="5 4" fill="none"/>`,
    `<polyline points="${points.map(({ x, y }) => `${round(left(x))},${round(top(y))}`).join(' ')}" fill="none" stroke="#1d4ed8" stroke-width="1.5"/>`,
    ...points.map(({ x, y }) => `<circle cx="${round(left(x))}" cy="${round(top(y))}" r="3.5" fill="#1d4ed8"/>`),
    text(
      `exponent ${exponent.toFixed(2)}`,
      margin.left + plotWidth - 8,
      margin.top + 18,
      'text-anchor="end" fill="#c2410c"',
    ),
    text(xLabel, middle, height - 14, 'text-anchor="middle"'),
    text(yLabel, 0, 0, `text-anchor="middle" transform="translate(18 ${margin.top + plotHeight / 2}) rotate(-90)"`),
  ].join('\n');
}

interface Axis {
  readonly ticks: readonly number[];
  /** Where a value lies, from 0 to 1. */
  readonly share: (value: number) => number;
}

/** Whole decades around the values, at least two, so that noise does not fill the picture. */
function axis(values: readonly number[]): Axis {
  let low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  let high = Math.ceil(Math.log10(Math.max(...values)) - 1e-9);
  while (high - low < 2) {
    if ((high - low) % 2 === 0) low -= 1;
    else high += 1;
  }
  const ticks = Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at));
  return { ticks, share: (value) => (Math.log10(value) - low) / (high - low) };
}

const powers: readonly (readonly [number, string])[] = [
  [1e6, ' M'],
  [1e3, ' k'],
];

/** `10 k`, `0.1`: a power of ten as short as it can be read. */
export function tickLabel(value: number): string {
  for (const [power, unit] of powers) if (value >= power) return `${Math.round(value / power)}${unit}`;
  return value >= 1 ? String(Math.round(value)) : value.toFixed(Math.round(-Math.log10(value)));
}

type Spot = readonly [x: number, y: number];

function gridLine([x1, y1]: Spot, [x2, y2]: Spot): string {
  return `<path d="M${round(x1)},${round(y1)} L${round(x2)},${round(y2)}" stroke="#e4e7eb"/>`;
}

function text(words: string, x: number, y: number, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
