import { z } from 'zod';
import { RouteFallback, RouteGroup, RouteHeartbeat, RouteLimit, RouteRepeat } from './hold/policy.js';
import { Inhibition } from './inhibit/inhibition.js';
import { Intervals } from './interval/interval.js';
import { oneOrMore } from './one-or-more.js';
import { Environments, RouteMatch } from './route-match.js';

const text = z.string().min(1);
const RouteSettings = z.strictObject({
  name: text.optional().describe('what reports and `routes explain` call it; absent: its place in the tree'),
  match: RouteMatch.optional().describe('which alerts; every alert that reaches it where it is absent'),
  active: oneOrMore(text)
    .optional()
    .describe('names of `routing.intervals`: alerts fired outside of them are passed over'),
  to: z.array(text).min(1).optional().describe('names of destinations'),
  group: RouteGroup.optional().describe('gather alerts that have fields in common and tell them together'),
  limit: RouteLimit.optional().describe('so many messages in a while; what is more is told together at its end'),
  quiet: oneOrMore(text)
    .optional()
    .describe('names of `routing.intervals`: alerts fired within them are told together when they end'),
  fallback: RouteFallback.optional().describe('who is told of a severe alert that no destination of the route took'),
  repeat: RouteRepeat.optional().describe('tell an alert again that nobody acknowledged or closed'),
  heartbeat: RouteHeartbeat.optional().describe('tells each destination every so often that the route works'),
  continue: z
    .boolean()
    .optional()
    .describe('go on to the next route after this one took an alert; absent: yes at the top, no inside a route'),
});

/** One route of the tree. What is absent is inherited from the route around it. */
export type Route = z.output<typeof RouteSettings> & { readonly routes?: readonly Route[] | undefined };
export const Route: z.ZodType<Route> = RouteSettings.extend({
  get routes() {
    return z
      .array(Route)
      .min(1)
      .optional()
      .describe('routes inside this one, tried in order; where none takes an alert, this one does');
  },
});

/** `routes` of the configuration: the tree. */
export const Routes = z.array(Route);

/** `routing` of the configuration: what the tree refers to by name. */
export const Routing = z.strictObject({
  intervals: Intervals.default({}).describe('business hours, weekends, holidays, by name'),
  environments: Environments.default({}).describe('accounts by what they are for: `production: ["111122223333"]`'),
  inhibit: z.array(Inhibition).default([]).describe('alerts that speak for others: a root mutes its consequences'),
});
export type Routing = z.output<typeof Routing>;
