import type { Alert } from '@trailhound/contracts';
import type { Firing } from '@trailhound/detection';
import { runsOnWindows, type Suppression } from '@trailhound/rules';
import type { AlertBuilder, CarriedRecord } from '../detect/build-alert.js';
import { chainOf } from '../detect/correlation-chain.js';
import { appliedSuppressions } from '../detect/match.js';
import type { BatchMatch } from './evaluate-slice.js';
import type { RecentRecords } from './recent-records.js';

/** One alert to publish, with the match that made it due. */
export interface DueAlert {
  readonly alert: Alert;
  readonly match: BatchMatch;
}

export interface AlertSources {
  readonly builder: AlertBuilder;
  readonly revision: string;
  readonly recent: RecentRecords;
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: number;
}

/**
 * The alerts of a batch, one an id: every match of a rule that alerts on each record, and every firing the window store
 * answered. `observed` holds one list of firings for each match, in their order.
 */
export function alertsOfBatch(
  matches: readonly BatchMatch[],
  observed: readonly (readonly Firing[])[],
  sources: AlertSources,
): readonly DueAlert[] {
  const due = new Map<string, DueAlert>();
  for (const [index, match] of matches.entries()) {
    for (const firing of match.effect.kind === 'alert' ? [match.effect.firing] : (observed[index] ?? [])) {
      if (!due.has(firing.alertId)) due.set(firing.alertId, { match, alert: alertOf(match, firing, sources) });
    }
  }
  return [...due.values()];
}

function alertOf(match: BatchMatch, firing: Firing, { builder, revision, recent, nowMs }: AlertSources): Alert {
  const window = firing.records.map(({ uid }) => recent.get(uid)).filter((record) => record !== undefined);
  // The log cannot be read at random, so the first record is shown while it is remembered, else the one in hand.
  const first = window.find(({ uid }) => uid === firing.records[0]?.uid) ?? match.record;
  const suppressedBy = firing.suppressed ? suppressionsIn(match, window) : [];
  const all = (): readonly CarriedRecord[] => (window.length > 0 ? window : [first]);
  const alert = builder.build(match.rule, { ...firing, suppressedBy }, { first, all }, revision, nowMs);
  const deliveredAt = match.record.origin?.deliveredAt;
  return deliveredAt === undefined ? alert : { ...alert, deliveredAt };
}

function suppressionsIn({ rule, record: own }: BatchMatch, window: readonly CarriedRecord[]): Suppression[] {
  const applied = new Set<Suppression>();
  for (const record of [own, ...window]) {
    const whole = appliedSuppressions(rule, record);
    const mutedBy = runsOnWindows(rule) ? whole : chainOf(rule).enter(record, whole).mutedBy;
    for (const suppression of mutedBy) applied.add(suppression);
  }
  return [...applied];
}
