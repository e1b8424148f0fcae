import type { Alert } from '@trailhound/contracts';
import type { RoutePolicy } from './hold/policy.js';
import { isWithin } from './interval/within.js';
import type { Route, Routing } from './route.js';
import { matchesAlert } from './route-match.js';

/** A route that takes an alert. */
export interface Taker {
  /** Its name, else its place: `routes[1].routes[0]`. */
  readonly route: string;
  readonly to: readonly string[];
  readonly policy: RoutePolicy;
}

/** A route that was looked at. */
export interface Visit {
  readonly route: string;
  /** How many routes are around it. */
  readonly depth: number;
  /** As the configuration has it. */
  readonly settings: Route;
  readonly verdict: 'takes' | 'passes on' | 'does not match' | 'not active';
}

export interface Walk {
  readonly takers: readonly Taker[];
  /** Every route looked at, in order: why the alert went where it went. */
  readonly visits: readonly Visit[];
}

/**
 * The routes that take an alert. At the top every matching route does, unless one says `continue: false`; inside a route
 * the first one does, unless it says `continue: true`; a route whose inner routes all pass takes the alert itself.
 * The time asked of intervals is when the alert fired.
 */
export function walkRoutes(alert: Alert, routes: readonly Route[], routing: Routing): Walk {
  const takers: Taker[] = [];
  const visits: Visit[] = [];
  const firedMs = Date.parse(alert.firedAt);

  function walk(siblings: readonly Route[], place: string, around: Around, depth: number): boolean {
    let taken = false;
    for (const [at, route] of siblings.entries()) {
      const here = `${place}[${at}]`;
      if (!visit(route, here, around, depth)) continue;
      taken = true;
      if (!(route.continue ?? depth === 0)) return true;
    }
    return taken;
  }

  function visit(route: Route, place: string, around: Around, depth: number): boolean {
    const seen = { route: route.name ?? place, depth, settings: route };
    const report = (verdict: Visit['verdict']) => visits.push({ ...seen, verdict }) - 1;
    if (!matchesAlert(alert, route.match ?? {}, routing.environments)) {
      report('does not match');
      return false;
    }
    if (!isActive(route, routing, firedMs)) {
      report('not active');
      return false;
    }
    const inner = inherited(route, around);
    const { to, policy } = inner;
    const at = report('passes on');
    if (walk(route.routes ?? [], `${place}.routes`, inner, depth + 1)) return true;
    if (to.length === 0) return false;
    visits[at] = { ...seen, verdict: 'takes' };
    takers.push({ route: seen.route, to, policy });
    return true;
  }

  walk(routes, 'routes', nothingAround, 0);
  return { takers, visits };
}

/** What a route has from those around it. */
export interface Around {
  readonly to: readonly string[];
  readonly policy: RoutePolicy;
}

export const nothingAround: Around = { to: [], policy: {} };

/** What holds in a route: its own, else what holds around it. */
export function inherited({ to, group, limit, quiet, fallback, repeat }: Route, around: Around): Around {
  const own = { group, limit, quiet, fallback, repeat };
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return { to: to ?? around.to, policy: { ...around.policy, ...given } };
}

function isActive({ active }: Route, { intervals }: Routing, ms: number): boolean {
  return active?.some((name) => isWithin(Object.hasOwn(intervals, name) ? (intervals[name] ?? []) : [], ms)) ?? true;
}
