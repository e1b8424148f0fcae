import type { Alert } from '@trailhound/contracts';
import type { Route, RouteMatch } from './route.js';

/** Why an alert goes to nobody; a label value of `trailhound_alerts_routed_total`. */
export type Unrouted = 'audit' | 'suppressed' | 'backfill' | 'no_route';

export type Routed =
  | { readonly kind: 'deliver'; readonly to: readonly string[] }
  | { readonly kind: 'keep'; readonly because: Unrouted };

/**
 * The destinations of an alert: those of every matching route, each once, in the order of the routes. Audit alerts, the
 * marked alerts of suppressed records and alerts of a backfill that does not notify go to nobody, whatever the routes say.
 * A destination that the rule itself asks for comes after them, if it is one of `configured`.
 */
export function routeAlert(
  alert: Alert,
  routes: readonly Route[],
  configured: ReadonlySet<string> = new Set(),
): Routed {
  if (alert.suppressedBy.length > 0) return { kind: 'keep', because: 'suppressed' };
  if (alert.audit) return { kind: 'keep', because: 'audit' };
  if (alert.backfill && !alert.notifyBackfill) return { kind: 'keep', because: 'backfill' };
  const routed = routes.filter(({ match }) => matches(alert, match ?? {})).flatMap((route) => route.to);
  const asked = (alert.destinations ?? []).filter((name) => configured.has(name));
  const to = new Set([...routed, ...asked]);
  return to.size > 0 ? { kind: 'deliver', to: [...to] } : { kind: 'keep', because: 'no_route' };
}

/** The routes in force where the configuration has no `routes`: every alert to every destination. */
export function routesToAll(destinations: readonly string[]): readonly Route[] {
  return destinations.length > 0 ? [{ to: [...destinations] }] : [];
}

function matches(alert: Alert, { severity, rule, pack, account, tags }: RouteMatch): boolean {
  return (
    (severity?.includes(alert.severity) ?? true) &&
    (rule?.includes(alert.rule) ?? true) &&
    (pack === undefined || (alert.pack !== undefined && pack.includes(alert.pack))) &&
    (account === undefined || (alert.account !== null && account.includes(alert.account))) &&
    (tags?.some((tag) => alert.tags.includes(tag)) ?? true)
  );
}
