import { didYouMean, type Problem } from '@trailhound/contracts';
import type { Route } from './route.js';

/**
 * Problems of routes that name a destination which is not configured (`ROUTE_UNKNOWN_DESTINATION`), one for each such
 * name, with the nearest configured one as the fix.
 */
export function checkRoutes(routes: readonly Route[], destinations: Iterable<string>): readonly Problem[] {
  const known = new Set(destinations);
  return routes.flatMap(({ to }, at) =>
    to.filter((name) => !known.has(name)).map((name) => unknownDestination(at, name, known)),
  );
}

function unknownDestination(route: number, name: string, known: ReadonlySet<string>): Problem {
  const near = didYouMean(name, known);
  const configured = [...known].sort().join(', ');
  return {
    code: 'ROUTE_UNKNOWN_DESTINATION',
    message: `routes[${route}].to names the destination ${JSON.stringify(name)}, which is not configured`,
    fix: near
      ? `write ${near}`
      : `add ${JSON.stringify(name)} under destinations${configured ? ` or use one of: ${configured}` : ''}`,
  };
}
