import {
  digestLine,
  planHold,
  type Routed,
  type RoutePolicy,
  type Routing,
  rootKeys,
  rootWaitMs,
} from '@trailhound/alerting';
import { type Alert, deliveryId, formatNotice } from '@trailhound/contracts';
import type { HeldDelivery, NewDelivery, NotedRoot } from '@trailhound/ports';
import { planSteps } from './plan-steps.js';

/** What the ledger is given for an alert. */
export interface PlannedDeliveries {
  readonly atOnce: readonly NewDelivery[];
  readonly held: readonly HeldDelivery[];
  /** That the alert mutes others. */
  readonly roots: readonly NotedRoot[];
}

/**
 * The deliveries of an alert that was routed: at once or held for a digest, and one to each fallback, due when the others
 * had their time, and what the rule asks to be told later. What another alert may mute waits for that one first. All ids are
 * functions of the alert and the configuration.
 */
export function planDeliveries(
  alert: Alert,
  payload: string,
  routed: Extract<Routed, { kind: 'deliver' }>,
  routing: Routing,
  nowMs: number,
): PlannedDeliveries {
  const { id: alertId } = alert;
  const dueMs = nowMs + rootWaitMs(alert, routing);
  const roots: NotedRoot[] = [];
  const atOnce: NewDelivery[] = [];
  const held: HeldDelivery[] = [];
  for (const { destination, route, policy } of routed.to) {
    const delivery = { id: deliveryId(alertId, destination), alertId, destination, payload, dueMs };
    roots.push(...rootKeys(alert, destination, routing).map((root) => ({ ...root, alertId })));
    const plan = planHold(alert, { route: route ?? alert.rule, destination, policy }, routing, dueMs);
    // What is told with others as a rule is not told again one by one.
    if (policy.repeat && (plan.kind === 'at once' || plan.atOnce > 0)) {
      atOnce.push(...repeatsOf(alert, destination, policy.repeat, dueMs));
    }
    if (plan.kind === 'at once') {
      atOnce.push(delivery);
      continue;
    }
    const empty = { count: 0, severity: 'info', severities: [], rules: [], alerts: [] } as const;
    const digest = { ...plan.digest, ...empty, severities: [], rules: [], alerts: [] };
    held.push({
      ...delivery,
      line: JSON.stringify(digestLine(alert)),
      digest: {
        id: digest.id,
        payload: formatNotice({ notice: 'digest', digest }),
        dueMs: plan.dueMs,
        laterMs: plan.laterMs,
      },
      atOnce: plan.atOnce,
    });
  }
  for (const { route, fallback, after } of routed.fallbacks) {
    const missed = after.map((destination) => ({ id: deliveryId(alertId, destination), destination }));
    const escalation = { route, missed, afterSeconds: fallback.after / 1_000 };
    const told = formatNotice({ notice: 'escalated', alert, escalation });
    for (const destination of fallback.to) {
      const id = deliveryId(`${alertId}/fallback/${route}`, destination);
      atOnce.push({ id, alertId, destination, payload: told, dueMs: dueMs + fallback.after });
    }
  }
  atOnce.push(...planSteps(alert, routed.steps, dueMs));
  return { atOnce, held, roots };
}

/** All of them at once, so that each is in the ledger when the alert is; what is no longer needed when it is due goes nowhere. */
function repeatsOf(
  alert: Alert,
  destination: string,
  { every, times }: NonNullable<RoutePolicy['repeat']>,
  dueMs: number,
): readonly NewDelivery[] {
  return Array.from({ length: times }, (_, at) => {
    const number = at + 1;
    const repetition = { number, times, everySeconds: every / 1_000 };
    const payload = formatNotice({ notice: 'repeated', alert, repetition });
    const id = deliveryId(`${alert.id}/repeat/${number}`, destination);
    return { id, alertId: alert.id, destination, payload, dueMs: dueMs + number * every };
  });
}
