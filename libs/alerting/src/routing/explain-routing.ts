import type { Alert } from '@trailhound/contracts';
import { type HoldPlan, planHold } from './hold/plan-hold.js';
import type { RouteRepeat } from './hold/policy.js';
import { inhibitedBy, rootKeys, rootWaitMs } from './inhibit/inhibited-by.js';
import { isWithin } from './interval/within.js';
import type { Route, Routing } from './route.js';
import { routeAlert, type Unrouted } from './route-alert.js';
import { environmentsOf, matchesAlert, matchKeys, type RouteMatch } from './route-match.js';
import { type Visit, walkRoutes } from './walk-routes.js';

/** One condition of a route, and what the alert has there. */
export interface ConditionExplanation {
  readonly condition: keyof RouteMatch | 'active';
  /** One of these is enough. */
  readonly wanted: readonly string[];
  readonly has: readonly string[];
  readonly holds: boolean;
}

/** A route that was looked at. */
export interface RouteExplanation {
  readonly route: string;
  /** How many routes are around it. */
  readonly depth: number;
  readonly verdict: Visit['verdict'];
  readonly conditions: readonly ConditionExplanation[];
}

/** What becomes of the alert at one destination. */
export interface DeliveryExplanation {
  readonly destination: string;
  /** Undefined where the rule itself asks for it. */
  readonly route: string | undefined;
  readonly plan: HoldPlan;
  /** When it is told, epoch milliseconds; of a limit, when what is too many is. */
  readonly dueMs: number;
  /** The inhibitions that mute it there while a root speaks for it. */
  readonly mutedBy: readonly string[];
  readonly repeat?: RouteRepeat;
}

export interface RoutingExplanation {
  readonly routes: readonly RouteExplanation[];
  /** Why it goes to nobody. */
  readonly kept?: Unrouted;
  readonly deliveries: readonly DeliveryExplanation[];
  readonly fallbacks: readonly { readonly route: string; readonly to: readonly string[]; readonly afterMs: number }[];
  /** What its rule asks to be told later. */
  readonly steps: readonly { readonly to: string; readonly afterMs: number }[];
  /** It mutes others at its destinations. */
  readonly isRoot: boolean;
}

/** What routing does with an alert that is read at `nowMs`, and why: by the same functions, with nothing sent. */
export function explainRouting(
  alert: Alert,
  routes: readonly Route[],
  routing: Routing,
  configured: ReadonlySet<string>,
  nowMs: number,
): RoutingExplanation {
  const explained = walkRoutes(alert, routes, routing).visits.map(
    ({ route, verdict, settings, depth }): RouteExplanation => ({
      ...{ route, depth, verdict, conditions: conditionsOf(alert, settings, routing) },
    }),
  );
  const routed = routeAlert(alert, routes, routing, configured);
  if (routed.kind === 'keep') {
    return { routes: explained, kept: routed.because, deliveries: [], fallbacks: [], steps: [], isRoot: false };
  }
  const earliestMs = nowMs + rootWaitMs(alert, routing);
  const deliveries = routed.to.map(({ destination, route, policy }): DeliveryExplanation => {
    const plan = planHold(alert, { route: route ?? alert.rule, destination, policy }, routing, earliestMs);
    const isAlone = plan.kind === 'at once' || plan.atOnce > 0;
    return {
      ...{ destination, route, plan, dueMs: plan.kind === 'at once' ? earliestMs : plan.dueMs },
      mutedBy: inhibitedBy(alert, destination, routing).map(({ inhibition }) => inhibition),
      ...(policy.repeat && isAlone && { repeat: policy.repeat }),
    };
  });
  return {
    ...{ routes: explained, deliveries },
    fallbacks: routed.fallbacks.map(({ route, fallback: { to, after } }) => ({ route, to, afterMs: after })),
    steps: routed.steps.map(({ destination, afterMs }) => ({ to: destination, afterMs })),
    isRoot: routed.to.some(({ destination }) => rootKeys(alert, destination, routing).length > 0),
  };
}

function conditionsOf(alert: Alert, { match = {}, active }: Route, routing: Routing): readonly ConditionExplanation[] {
  const conditions = matchKeys.flatMap((condition): readonly ConditionExplanation[] => {
    const wanted = match[condition];
    if (wanted === undefined) return [];
    const holds = matchesAlert(alert, { [condition]: wanted }, routing.environments);
    return [{ condition, wanted, has: valuesOf(alert, condition, routing), holds }];
  });
  if (active === undefined) return conditions;
  const firedMs = Date.parse(alert.firedAt);
  const on = Object.keys(routing.intervals).filter((name) => isWithin(routing.intervals[name] ?? [], firedMs));
  return [
    ...conditions,
    { condition: 'active', wanted: active, has: on, holds: active.some((name) => on.includes(name)) },
  ];
}

function valuesOf(alert: Alert, condition: keyof RouteMatch, routing: Routing): readonly string[] {
  switch (condition) {
    case 'tags':
      return alert.tags;
    case 'environment':
      return environmentsOf(alert.account, routing.environments);
    case 'severity':
    case 'rule':
    case 'pack':
    case 'account':
    case 'region': {
      const value = alert[condition];
      return value === null || value === undefined ? [] : [value];
    }
    default:
      return condition satisfies never;
  }
}
