import type { Clock } from '@trailhound/ports';
import type { Metrics } from '@trailhound/runtime';

/** How far the reading of event histories is behind. */
export interface LookupLag {
  /** The history at `place` was read through up to `readToMs`, epoch milliseconds. */
  readonly readTo: (place: string, readToMs: number) => void;
}

/** Shown by region and category, of several accounts the one that is furthest behind. */
export function createLookupLag(metrics: Metrics, clock: Pick<Clock, 'now'>): LookupLag {
  const places = new Map<string, number>();
  metrics.gauge({
    name: 'trailhound_lookup_behind_seconds',
    help: 'How far the event histories of a source lookup are read through, seconds ago, of several accounts the one furthest behind.',
    labels: ['region', 'category'],
    collect(gauge) {
      gauge.reset();
      for (const [name, readToMs] of slowest(places)) {
        const [region = '', category = ''] = name.split('/');
        gauge.set({ region, category }, Math.max(0, (clock.now() - readToMs) / 1000));
      }
    },
  });
  return { readTo: (place, readToMs) => void places.set(place, readToMs) };
}

function slowest(places: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const earliest = new Map<string, number>();
  for (const [place, readToMs] of places) {
    const name = place
      .split('/')
      .slice(-2)
      .join('/')
      .replace(/^lookup:/, '');
    earliest.set(name, Math.min(readToMs, earliest.get(name) ?? Number.POSITIVE_INFINITY));
  }
  return earliest;
}
