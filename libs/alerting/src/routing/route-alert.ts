import { type Alert, type NotifyAction, readActions } from '@trailhound/contracts';
import type { RouteFallback, RoutePolicy } from './hold/policy.js';
import type { Route, Routing } from './route.js';
import { walkRoutes } from './walk-routes.js';

/** Why an alert goes to nobody; a label value of `trailhound_alerts_routed_total`. */
export type Unrouted = 'audit' | 'suppressed' | 'backfill' | 'no_route';

/** One destination of an alert, and the route that sends it there. */
export interface RoutedTo {
  readonly destination: string;
  /** Name or place of the route; undefined where the rule itself asked for the destination. */
  readonly route: string | undefined;
  readonly policy: RoutePolicy;
}

/** Whom a severe alert is told to when nobody of the route took it. */
export interface FallbackTo {
  readonly route: string;
  readonly fallback: RouteFallback;
  /** The destinations that are given their time first. */
  readonly after: readonly string[];
}

export type Routed =
  | {
      readonly kind: 'deliver';
      readonly to: readonly RoutedTo[];
      readonly fallbacks: readonly FallbackTo[];
      readonly steps: readonly NotifyAction[];
    }
  | { readonly kind: 'keep'; readonly because: Unrouted };

/** Routing where the configuration says nothing of it. */
export const plainRouting: Routing = { intervals: {}, environments: {}, inhibit: [] };

/**
 * The destinations of an alert: those of every route that takes it, each once, under the first route that names it. Audit
 * alerts, the marked alerts of suppressed records and alerts of a backfill that does not notify go to nobody, whatever
 * the routes say. A destination that the rule itself asks for comes after them, if it is one of `configured`; those its
 * actions name come in any case, for they wait where they are not configured yet. `steps` are told later.
 */
export function routeAlert(
  alert: Alert,
  routes: readonly Route[],
  routing: Routing = plainRouting,
  configured: ReadonlySet<string> = new Set(),
): Routed {
  if (alert.suppressedBy.length > 0) return { kind: 'keep', because: 'suppressed' };
  if (alert.audit) return { kind: 'keep', because: 'audit' };
  if (alert.backfill && !alert.notifyBackfill) return { kind: 'keep', because: 'backfill' };
  const to = new Map<string, RoutedTo>();
  const { takers } = walkRoutes(alert, routes, routing);
  for (const { route, to: names, policy } of takers) {
    for (const destination of names) {
      if (!to.has(destination)) to.set(destination, { destination, route, policy });
    }
  }
  for (const destination of alert.destinations ?? []) {
    if (configured.has(destination) && !to.has(destination)) {
      to.set(destination, { destination, route: undefined, policy: {} });
    }
  }
  const { notify } = readActions(alert.actions);
  for (const { afterMs, destination } of notify) {
    if (afterMs === 0 && !to.has(destination)) to.set(destination, { destination, route: undefined, policy: {} });
  }
  const steps = notify.filter(({ afterMs }) => afterMs > 0);
  const fallbacks = takers.flatMap(({ route, to: after, policy: { fallback } }) =>
    fallback?.severity.includes(alert.severity) ? [{ route, fallback, after }] : [],
  );
  if (to.size === 0 && steps.length === 0) return { kind: 'keep', because: 'no_route' };
  return { kind: 'deliver', to: [...to.values()], fallbacks, steps };
}

/** The routes in force where the configuration has no `routes`: every alert to every destination. */
export function routesToAll(destinations: readonly string[]): readonly Route[] {
  return destinations.length > 0 ? [{ to: [...destinations] }] : [];
}
