import { topics } from '@trailhound/contracts';
import type { Clock, RecordLog, StateStore } from '@trailhound/ports';
import { failpoint, failpointDuring } from '@trailhound/runtime';
import type { ActorChains } from '../actors/actor-chains.js';
import type { AlertBuilder } from '../detect/build-alert.js';
import { isObserved } from '../detect/match.js';
import { alertsOfBatch, type DueAlert } from './alerts-of-batch.js';
import type { SliceEvaluation } from './evaluate-slice.js';
import { revisionName } from './matcher-rules.js';
import { type ObservedLane, type ObservingParts, observeSpan, type SpanObserved } from './observe-span.js';
import { publishAlerts } from './publish-alerts.js';
import { quarantineMessages } from './quarantine-messages.js';
import type { RecentRecords } from './recent-records.js';

export interface SettleParts extends ObservingParts {
  readonly log: RecordLog;
  readonly windows: StateStore['windows'];
  readonly builder: AlertBuilder;
  readonly recent: RecentRecords;
  readonly clock: Clock;
  readonly actors: ActorChains;
  readonly tallies: Pick<StateStore['tallies'], 'add'>;
  /** The matcher is told to stop: whatever is handled is committed at once. */
  readonly stopping: AbortSignal;
}

export type Settled =
  | { readonly kind: 'settled'; readonly due: readonly DueAlert[] }
  /** Nothing was done, and reading must go back. */
  | Exclude<SpanObserved, { kind: 'ok' }>;

/**
 * Makes the effects of a slice durable, in the order that loses and invents nothing: what later messages count first (it is the same however
 * often it is written, and must be there before the stamp moves over it), count under the guard of the stamp,
 * publish, mark done. A slice without a match asks nothing of the state store: it only counts as handled, and the stamp
 * follows later (`settlePosition`).
 */
export async function settleSlice(
  slice: SliceEvaluation,
  span: ObservedLane & { readonly to: bigint },
  parts: SettleParts,
): Promise<Settled> {
  const { log, windows, builder, recent, clock, logger, actors } = parts;
  const { matches, bad } = slice;
  if (slice.tallies.length > 0) await parts.tallies.add(slice.tallies);
  for (const match of matches) if (isObserved(match)) recent.add(match.record);
  const observed =
    matches.length === 0
      ? ({ kind: 'ok', firings: [] } as const)
      : await failpointDuring('M2', () => observeSpan(span, span.position.spanCounted(span.to), matches, parts));
  if (observed.kind !== 'ok') return observed;
  const nowMs = clock.now();
  const revision = revisionName(span.under);
  await actors.keep(slice.issued);
  const due = await actors.tell(alertsOfBatch(matches, observed.firings, { builder, revision, recent, nowMs }));
  const alerts = due.map(({ alert }) => alert);
  if (alerts.length > 0) await failpoint('M3');
  await Promise.all([
    bad.length > 0 && log.publish(topics.quarantine, quarantineMessages(bad, span.partition, nowMs)),
    alerts.length > 0 && failpointDuring('M4', () => publishAlerts(log, logger, alerts, nowMs)),
  ]);
  if (alerts.length > 0) await failpoint('M5');
  const firings = observed.firings.flat();
  if (firings.length > 0) await windows.markDone(firings);
  if (alerts.length > 0) await failpoint('M6');
  span.position.advance(span.to);
  return { kind: 'settled', due };
}

/**
 * Lets the stamp and the commit follow what is handled, in this order, so that a commit is never ahead of the stamp.
 * Answers where the state, or the rules it was counted under, turn out to be others.
 */
export async function settlePosition(
  lane: ObservedLane,
  parts: ObservingParts & Pick<SettleParts, 'stopping'>,
): Promise<Exclude<SpanObserved, { kind: 'ok' }> | undefined> {
  const { position, signal } = lane;
  if (position.isStampBehind) {
    const observed = await observeSpan(lane, position.spanHandled(), [], parts);
    if (observed.kind !== 'ok') return observed;
  }
  // Whoever has the partition by now may have come further.
  if (signal.aborted && !parts.stopping.aborted) return undefined;
  if (position.isCommitBehind) await failpointDuring('M7', () => position.commit());
  return undefined;
}
