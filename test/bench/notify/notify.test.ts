import { describe, expect, it } from 'vitest';
import type { NotifierFigures } from './measure-notifier.js';
import { notifyReport } from './notify-command.js';

function figures(perSecond: number, more: Partial<NotifierFigures>): NotifierFigures {
  const load = { destinations: 200, hanging: 20, perSecond, seconds: 20 };
  const delays = { p50Ms: 20, p99Ms: 300, maxMs: 900 };
  return { load, wanted: 100, deliveries: 100, perSecond, ...delays, ...more };
}

describe('the report on deliveries', () => {
  it('meets its target with the first rate that is carried in time', () => {
    const { targets, sections } = notifyReport([figures(2_000, { p99Ms: 2_000 }), figures(1_400, {})], 2_800);
    expect(targets[0]).toMatchObject({ measured: '1,400', isMet: true });
    expect(sections[0]?.table.rows[1]).toEqual(['1.4 k', '1.4 k', '0.50', '20ms', '300ms', '900ms', '0']);
  });

  it('does not where deliveries are missing or late at every rate', () => {
    const { targets } = notifyReport([figures(70, { deliveries: 99 }), figures(50, { p99Ms: 2_500 })], 2_800);
    expect(targets[0]).toMatchObject({ measured: 'none at 50 or more', isMet: false });
  });
});
