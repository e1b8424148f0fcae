import { describe, expect, it } from 'vitest';
import type { NotifierFigures } from './measure-notifier.js';
import { isCarried, notifyReport } from './notify-report.js';

const bare = { perSecond: 2_800, cpuMs: 0.2 };

function figures(perSecond: number, more: Partial<NotifierFigures> = {}): NotifierFigures {
  const load = { destinations: 200, hanging: 20, perSecond, seconds: 20 };
  const delays = { p50Ms: 20, p99Ms: 300, maxMs: 900 };
  const rates = { published: perSecond, perSecond: perSecond * 0.9, cpuMs: 0.5 };
  return { ground: 'embedded', load, wanted: 100, deliveries: 100, ...rates, ...delays, ...more };
}

function reportOf(...trials: readonly NotifierFigures[]) {
  return notifyReport([{ description: 'a folder', trials }], bare);
}

describe('a rate of deliveries', () => {
  it.each([
    { name: 'is carried where nothing is missing or late', more: {}, carried: true },
    { name: 'is not with one missing', more: { deliveries: 99 }, carried: false },
    { name: 'is not with a 99th percentile of 2 s', more: { p99Ms: 2_000 }, carried: false },
    { name: 'is not where the alerts came more slowly', more: { published: 900 }, carried: false },
  ])('$name', ({ more, carried }) => {
    expect(isCarried(figures(1_000, more))).toBe(carried);
  });
});

describe('the report on deliveries', () => {
  it('says the highest rate that was carried, and every trial by its rate', () => {
    const { targets, sections } = reportOf(figures(2_000, { p99Ms: 2_500 }), figures(1_333), figures(1_633));
    expect(targets).toMatchObject([{ measured: '1,633, the highest of this machine', isMet: true }]);
    const { rows = [] } = sections[0]?.table ?? {};
    expect(rows.map(([rate]) => rate)).toEqual(['1.3 k', '1.6 k', '2.0 k']);
    expect(rows[0]).toEqual(['1.3 k', '1.2 k', '0.50ms', '2.50', '20ms', '300ms', '900ms', '0', 'carried']);
    expect(rows[2]?.at(-1)).toBe('not carried');
  });

  it('names no limit where the rate asked for was reached', () => {
    expect(reportOf(figures(2_000), figures(3_000)).targets).toMatchObject([{ measured: '3,000', isMet: true }]);
  });

  it('misses its target where no rate was carried', () => {
    const missed = [figures(75, { deliveries: 99 }), figures(50, { p99Ms: 2_500 })];
    expect(reportOf(...missed).targets).toMatchObject([{ measured: 'no rate was carried', isMet: false }]);
  });

  it('holds one target for each ground', () => {
    const cluster = { description: 'Kafka', trials: [figures(2_000, { ground: 'cluster' })] };
    const { targets } = notifyReport([{ description: 'a folder', trials: [figures(2_000)] }, cluster], bare);
    expect(targets.map(({ what }) => what.split(': ').at(-1))).toEqual(['embedded', 'cluster']);
  });
});
