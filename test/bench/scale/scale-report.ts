import type { Panel } from '../kit/log-log-plot.js';
import { fitPowerLaw } from '../kit/power-law.js';
import type { Report } from '../kit/report.js';
import { ratio } from '../kit/table.js';

/** What was measured, with what makes a panel of it. */
export interface ScaleResult extends Panel {
  readonly name: string;
  /** How it was measured, as one sentence. */
  readonly how: string;
}

export function scaleReport(results: readonly ScaleResult[], plot: string): Report {
  return {
    name: 'scale',
    title: 'How cost grows',
    sections: [
      {
        title: 'Cost over size',
        text: [
          'Cost at each size as a multiple of that at the smallest, and the exponent of the power law that fits: 0 means that ' +
            'a record costs the same whatever the size, 1 that it costs in proportion.',
          ...results.map(({ title, how }) => `*${title}*: ${how}`),
        ],
        table: {
          headings: ['what grows', 'from', 'to', 'cost grows', 'exponent'],
          rows: results.map(({ name, points }) => {
            const [first, last] = [points[0], points.at(-1)];
            return [
              name,
              (first?.x ?? 0).toLocaleString('en'),
              (last?.x ?? 0).toLocaleString('en'),
              `${ratio(last?.y ?? 0, first?.y ?? 1)} ×`,
              fitPowerLaw(points).exponent.toFixed(2),
            ];
          }),
        },
        plots: [plot],
      },
    ],
    targets: [],
  };
}
