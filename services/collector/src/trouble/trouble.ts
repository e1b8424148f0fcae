import type { Clock, Logger } from '@trailhound/ports';
import type { Health, Metrics } from '@trailhound/runtime';
import type { SourceKind } from '../sources/source.js';

/**
 * What keeps sources waiting and may heal: a permission, a key, a throttled API, a network. Waiting is the right answer,
 * and silence the wrong one: it stands in the log, in the health report and in metrics until it is over.
 */
export interface Trouble {
  /** Something at `place` cannot be done now; `message` says what to do about it. Call it at every attempt. */
  met(source: SourceKind, place: string, message: string): void;
  /** The attempt at `place` succeeded, or nobody will try again. */
  over(source: SourceKind, place: string): void;
}

export interface TroubleOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Pick<Health, 'note'>;
}

interface Case {
  readonly source: SourceKind;
  readonly sinceMs: number;
  lastMs: number;
  message: string;
}

/** From here on somebody should be woken; `trailhound_source_blocked_seconds` is what to alert on. */
const longMs = 15 * 60_000;
/** What nobody met again for so long was mended, or taken over, elsewhere. Longer than the longest wait between attempts. */
const forgottenMs = 40 * 60_000;
/** Places remembered; a broken key policy concerns every object of a trail. */
const maxPlaces = 1_000;

export function createTrouble({ clock, logger, metrics, health }: TroubleOptions): Trouble {
  const cases = new Map<string, Case>();
  const saidMs = new Map<SourceKind, number>();
  const waits = metrics.counter({
    name: 'trailhound_source_waits_total',
    help: 'Attempts of a source that failed for a reason that may heal, and will be made again.',
    labels: ['source'],
  });
  metrics.gauge({
    name: 'trailhound_source_blocked_seconds',
    help: 'How long the oldest thing a source cannot read has been waiting; 0 where there is none.',
    labels: ['source'],
    collect(gauge) {
      gauge.reset();
      for (const [source, { sinceMs }] of oldest()) gauge.set({ source }, (clock.now() - sinceMs) / 1000);
    },
  });

  function oldest(): ReadonlyMap<SourceKind, Case> {
    const first = new Map<SourceKind, Case>();
    for (const [place, known] of cases) {
      if (clock.now() - known.lastMs > forgottenMs) cases.delete(place);
      else if (known.sinceMs < (first.get(known.source)?.sinceMs ?? Number.POSITIVE_INFINITY)) {
        first.set(known.source, known);
      }
    }
    return first;
  }

  function tell(source: SourceKind): void {
    const found = oldest().get(source);
    const more = [...cases.values()].filter((one) => one.source === source).length - 1;
    const others = more > 0 ? `; ${more} more are waiting` : '';
    health.note(`source ${source}`, found && `waiting: ${found.message}${others}`);
  }

  return {
    met(source, place, message) {
      const nowMs = clock.now();
      waits.inc({ source });
      const known = cases.get(`${source} ${place}`);
      if (known) Object.assign(known, { lastMs: nowMs, message });
      else if (cases.size < maxPlaces) {
        cases.set(`${source} ${place}`, { source, sinceMs: nowMs, lastMs: nowMs, message });
      }
      const forMs = nowMs - (known?.sinceMs ?? nowMs);
      const facts = { source, place, reason: message, waitingSeconds: Math.round(forMs / 1000) };
      if (forMs >= longMs && nowMs - (saidMs.get(source) ?? 0) >= longMs) {
        saidMs.set(source, nowMs);
        logger.error(facts, 'a source has been waiting for a quarter of an hour or more');
      } else if (known === undefined) logger.warn(facts, 'a source cannot go on here; it waits and tries again');
      else logger.debug(facts, 'a source is still waiting');
      tell(source);
    },
    over(source, place) {
      if (!cases.delete(`${source} ${place}`)) return;
      logger.info({ source, place }, 'a source goes on where it waited');
      tell(source);
    },
  };
}
