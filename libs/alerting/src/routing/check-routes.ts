import { didYouMean, type Problem } from '@trailhound/contracts';
import type { Route, Routing } from './route.js';
import { type Around, inherited, nothingAround } from './walk-routes.js';

/** A problem, and the member of the configuration it is about. */
export interface RouteProblem {
  readonly path: readonly (string | number)[];
  readonly problem: Problem;
}

/**
 * Names in the routes and inhibitions that nothing has: destinations (`ROUTE_UNKNOWN_DESTINATION`), intervals and environments
 * (`ROUTE_UNKNOWN_NAME`), each with the nearest known one as the fix; routes that send nowhere (`ROUTE_WITHOUT_TO`), and
 * settings that have no meaning together (`ROUTE_CONFLICT`).
 */
export function checkRoutes(
  routes: readonly Route[],
  destinations: Iterable<string>,
  routing: Routing,
): readonly RouteProblem[] {
  const known = { destination: new Set(destinations), ...namesOf(routing) };
  const problems: RouteProblem[] = [];

  function names(path: RouteProblem['path'], kind: keyof typeof known, given: readonly string[] | undefined): void {
    for (const name of given ?? []) {
      if (!known[kind].has(name)) problems.push({ path, problem: unknownName(path, kind, name, known[kind]) });
    }
  }
  function visit(route: Route, path: RouteProblem['path'], around: Around): void {
    names([...path, 'match', 'environment'], 'environment', route.match?.environment);
    names([...path, 'to'], 'destination', route.to);
    names([...path, 'active'], 'interval', route.active);
    names([...path, 'quiet'], 'interval', route.quiet);
    names([...path, 'fallback', 'to'], 'destination', route.fallback?.to);
    const here = inherited(route, around);
    if (here.to.length === 0 && route.routes === undefined) problems.push({ path, problem: withoutTo(path) });
    for (const other of ['limit', 'repeat'] as const) {
      const meets = here.policy.group !== undefined && here.policy[other] !== undefined;
      if (meets && (route.group ?? route[other]) !== undefined) problems.push({ path, problem: conflict(path, other) });
    }
    for (const [at, inner] of (route.routes ?? []).entries()) visit(inner, [...path, 'routes', at], here);
  }

  for (const [at, route] of routes.entries()) visit(route, ['routes', at], nothingAround);
  for (const [at, inhibition] of routing.inhibit.entries()) {
    for (const side of ['source', 'target'] as const) {
      names(['routing', 'inhibit', at, side, 'environment'], 'environment', inhibition[side].environment);
    }
  }
  return problems;
}

function namesOf({ intervals, environments }: Routing) {
  return { interval: new Set(Object.keys(intervals)), environment: new Set(Object.keys(environments)) };
}

const homes = { destination: 'destinations', interval: 'routing.intervals', environment: 'routing.environments' };

function unknownName(
  path: RouteProblem['path'],
  kind: keyof typeof homes,
  name: string,
  known: ReadonlySet<string>,
): Problem {
  const near = didYouMean(name, known);
  const configured = [...known].sort().join(', ');
  return {
    code: kind === 'destination' ? 'ROUTE_UNKNOWN_DESTINATION' : 'ROUTE_UNKNOWN_NAME',
    message: `${textOf(path)} names the ${kind} ${JSON.stringify(name)}, which is not configured`,
    fix: near
      ? `write ${near}`
      : `add ${JSON.stringify(name)} under ${homes[kind]}${configured ? ` or use one of: ${configured}` : ''}`,
  };
}

function withoutTo(path: RouteProblem['path']): Problem {
  return {
    code: 'ROUTE_WITHOUT_TO',
    message: `${textOf(path)} sends alerts nowhere: neither it nor a route around it has \`to\``,
    fix: 'add `to: [name of a destination]`',
  };
}

const conflicts = {
  limit: 'a group is told once an interval, so there is nothing left to limit',
  repeat: 'what is told together is not told again one by one',
};

function conflict(path: RouteProblem['path'], other: keyof typeof conflicts): Problem {
  return {
    code: 'ROUTE_CONFLICT',
    message: `${textOf(path)} has \`group\` and \`${other}\`, its own or of a route around it: ${conflicts[other]}`,
    fix: `take one away, or put \`${other}\` into those routes inside that do not group`,
  };
}

function textOf(path: RouteProblem['path']): string {
  return path.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('');
}
