import { expect, test } from 'vitest';
import type { KeptReport } from '../kit/report.js';
import { performancePage } from './performance-page.js';

const report: KeptReport = {
  name: 'scale',
  title: 'How cost grows',
  sections: [
    {
      title: 'Cost over size',
      text: ['How it was measured.'],
      table: { headings: ['what', 'times'], rows: [['rules', '1.20']] },
      plots: ['/tmp/elsewhere/scale.svg'],
    },
  ],
  targets: [{ what: 'growth', wanted: 'at most 3', measured: '1.20', isMet: true }],
  machine: {
    cores: 2,
    processor: 'Some CPU',
    memoryGiB: 8,
    node: 'v24.1.0',
    v8: '13.6',
    date: '2026-01-15',
    load: { before: 0.2, after: 1.9 },
  },
};

test('the page has the tables, the targets, the plot, and what they were measured on', () => {
  const page = performancePage([report], (plot) => `performance/${plot}`);
  expect(page).toContain('## How cost grows');
  expect(page).toContain('| rules |  1.20 |');
  expect(page).toContain('| growth | at most 3 |     1.20 | met |');
  expect(page).toContain('![How cost grows](performance/scale.svg)');
  expect(page).toContain(
    'Run with `npm run bench -- scale` on 2026-01-15, on 2 cores of Some CPU with 8 GiB, Node 24.1.0 (V8 13.6); load average 0.2 before the run and 1.9 at its end.',
  );
  expect(page).not.toContain('/tmp');
});
