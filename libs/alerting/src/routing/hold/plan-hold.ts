import { type Alert, type DigestPlan, digestId, type HoldReason } from '@trailhound/contracts';
import { intervalEnd } from '../interval/interval-end.js';
import type { Routing } from '../route.js';
import { groupValues } from './group-values.js';
import type { GroupField, RoutePolicy } from './policy.js';

/** That an alert is told at once, or with others. */
export type HoldPlan =
  | { readonly kind: 'at once' }
  | {
      readonly kind: 'hold';
      readonly digest: DigestPlan;
      /** So many of the digest’s alerts go at once before the rest waits. */
      readonly atOnce: number;
      /** When the digest is told. */
      readonly dueMs: number;
      /** The same for alerts that come after it was told. */
      readonly laterMs: number;
    };

/** What comes while a backlog is read is told together. */
const gatherMs = 2_000;

/**
 * Whether an alert waits. Windows lie on a fixed grid of event-independent time and are chosen by when the alert fired, so
 * that the digest an alert belongs to does not depend on who reads it, when, and after what. Quiet hours come before
 * grouping, grouping before a limit.
 */
export function planHold(
  alert: Alert,
  at: { readonly route: string; readonly destination: string; readonly policy: RoutePolicy },
  routing: Routing,
  nowMs: number,
): HoldPlan {
  const { group, limit, quiet } = at.policy;
  const firedMs = Date.parse(alert.firedAt);
  if (!Number.isFinite(firedMs)) return { kind: 'at once' };

  function hold(reason: HoldReason, by: readonly GroupField[], fromMs: number, untilMs: number, waitMs?: number) {
    const window = { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() };
    const plan = { route: at.route, reason, group: groupValues(alert, by), ...window };
    const laterMs = Math.max(untilMs, nowMs + Math.max(waitMs ?? 0, gatherMs));
    const dueMs = waitMs === undefined ? laterMs : nowMs + waitMs;
    return { digest: { id: digestId(at.destination, plan), ...plan }, dueMs, laterMs };
  }

  const quietEndMs = quiet && endOf(quiet, routing, firedMs);
  if (quietEndMs !== undefined) {
    return { kind: 'hold', atOnce: 0, ...hold('quiet hours', group?.by ?? [], firedMs, quietEndMs) };
  }
  if (group) {
    const [fromMs, untilMs] = windowOf(firedMs, group.interval);
    return { kind: 'hold', atOnce: 0, ...hold('grouped', group.by, fromMs, untilMs, group.wait) };
  }
  if (limit) {
    const [fromMs, untilMs] = windowOf(firedMs, limit.per);
    return { kind: 'hold', atOnce: limit.count, ...hold('rate limit', [], fromMs, untilMs) };
  }
  return { kind: 'at once' };
}

function windowOf(ms: number, lengthMs: number): readonly [number, number] {
  const fromMs = Math.floor(ms / lengthMs) * lengthMs;
  return [fromMs, fromMs + lengthMs];
}

/** The latest end of the named intervals that are on; undefined where none is. */
function endOf(names: readonly string[], { intervals }: Routing, ms: number): number | undefined {
  const ends = names.flatMap((name) => {
    const spans = Object.hasOwn(intervals, name) ? intervals[name] : undefined;
    return (spans && intervalEnd(spans, ms)) ?? [];
  });
  return ends.length > 0 ? Math.max(...ends) : undefined;
}
