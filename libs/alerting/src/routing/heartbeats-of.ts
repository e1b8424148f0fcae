import type { Route } from './route.js';
import { type Around, inherited, nothingAround } from './walk-routes.js';

/** A route that says it works. */
export interface HeartbeatOf {
  /** Its name, else its place in the tree. */
  readonly route: string;
  readonly to: readonly string[];
  readonly everyMs: number;
}

/** The routes of the tree that have a heartbeat, with the destinations that hold in them. */
export function heartbeatsOf(routes: readonly Route[]): readonly HeartbeatOf[] {
  const visit = (siblings: readonly Route[], place: string, around: Around): readonly HeartbeatOf[] =>
    siblings.flatMap((route, at) => {
      const here = `${place}[${at}]`;
      const inner = inherited(route, around);
      const own =
        route.heartbeat === undefined ? [] : [{ route: route.name ?? here, to: inner.to, everyMs: route.heartbeat }];
      return [...own, ...visit(route.routes ?? [], `${here}.routes`, inner)];
    });
  return visit(routes, 'routes', nothingAround);
}
